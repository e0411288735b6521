/** The live map. All that it needs comes from the desk itself: outlines, worker, incidents; letters are drawn by the browser. */
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import type * as MapLibre from "maplibre-gl";
import type { GeoJSONSource, MapLayerMouseEvent, StyleSpecification } from "maplibre-gl";
import { colours } from "./colours";
import { flatLines, flatPolygons } from "./flat.js";
import { layers } from "./layers";
import { type Place, type Places, readPlaces } from "./places";
import { said } from "./strings";

export type Library = typeof MapLibre;
type World = Topology<{ countries: GeometryCollection<{ name: string }> }>;

/** The outlines are drawn for this scale; nearer, they would promise an exactness that they do not have. */
const NEAREST = 9;
/** How near "show on the map" goes, by how exactly the place is known. */
const SHOWN_AT: Record<string, number> = { spot: 5.5, town: 5.5, region: 4.5, country: 3.5 };

export async function draw(maplibre: Library, holder: HTMLElement, places: Places): Promise<void> {
  maplibre.setWorkerUrl(new URL(holder.dataset["worker"] ?? "", location.href).href);
  const world = (await (await fetch(holder.dataset["world"] ?? "")).json()) as World;
  const container = document.createElement("div");
  container.className = "live";
  holder.append(container);
  const map = new maplibre.Map({
    container,
    style: styleOf(world, places),
    attributionControl: false,
    maxZoom: NEAREST,
    minZoom: 0.2,
    center: [20, 20],
    zoom: 1,
    dragRotate: false,
    pitchWithRotate: false,
    fadeDuration: 0,
    locale: {
      "NavigationControl.ZoomIn": said("script.zoom_in"),
      "NavigationControl.ZoomOut": said("script.zoom_out"),
      "Popup.Close": said("script.close"),
      "Map.Title": said("script.map"),
    },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }));
  await new Promise((resolve) => map.once("load", resolve));
  holder.classList.add("is-live");
  fit(map, new maplibre.LngLatBounds(), places);
  map.once("idle", () => holder.classList.add("is-drawn"));
  followPointer(map, () => new maplibre.Popup({ maxWidth: "20rem" }));
  followList(map);
  followColours(map);
  followChanges(map, holder.dataset["incidents"] ?? "");
}

function styleOf(world: World, places: Places): StyleSpecification {
  const countries = flat(feature(world, world.objects.countries));
  const borders = mesh(world, world.objects.countries, (one, other) => one !== other);
  return {
    version: 8,
    sources: {
      land: { type: "geojson", data: countries },
      borders: { type: "geojson", data: { ...borders, coordinates: borders.coordinates.flatMap(flatLines) } },
      names: { type: "geojson", data: names(countries) },
      incidents: { type: "geojson", data: places },
    },
    layers: layers(colours()),
  };
}

function flat(countries: GeoJSON.FeatureCollection): GeoJSON.FeatureCollection<GeoJSON.MultiPolygon> {
  const features = countries.features.map((country) => {
    const shape = country.geometry;
    const polygons = shape.type === "MultiPolygon" ? shape.coordinates : shape.type === "Polygon" ? [shape.coordinates] : [];
    return { ...country, geometry: { type: "MultiPolygon" as const, coordinates: polygons.flatMap(flatPolygons) } };
  });
  return { type: "FeatureCollection", features };
}

/** A point in the middle of the largest part of each country, with its name: on islands and at edges it is not repeated. */
function names(countries: GeoJSON.FeatureCollection<GeoJSON.MultiPolygon>): GeoJSON.FeatureCollection {
  const features = countries.features.map((country) => {
    const parts = country.geometry.coordinates;
    const largest = parts.reduce((one, other) => (extent(other) > extent(one) ? other : one), parts[0] ?? []);
    return { ...country, geometry: { type: "Point" as const, coordinates: middle(largest[0] ?? []) } };
  });
  return { type: "FeatureCollection", features };
}

function extent(polygon: GeoJSON.Position[][]): number {
  const ring = polygon[0] ?? [];
  const lons = ring.map((point) => point[0] ?? 0);
  const lats = ring.map((point) => point[1] ?? 0);
  return (Math.max(...lons) - Math.min(...lons)) * (Math.max(...lats) - Math.min(...lats));
}

/** The centre of gravity of a ring. */
function middle(ring: GeoJSON.Position[]): GeoJSON.Position {
  let [area, x, y] = [0, 0, 0];
  ring.forEach(([lon = 0, lat = 0], index) => {
    const [nextLon = 0, nextLat = 0] = ring[(index + 1) % ring.length] ?? [];
    const part = lon * nextLat - nextLon * lat;
    area += part;
    x += (lon + nextLon) * part;
    y += (lat + nextLat) * part;
  });
  return area === 0 ? (ring[0] ?? [0, 0]) : [x / (3 * area), y / (3 * area)];
}

function fit(map: MapLibre.Map, bounds: MapLibre.LngLatBounds, places: Places): void {
  for (const each of places.features) bounds.extend(each.geometry.coordinates as [number, number]);
  if (!bounds.isEmpty()) map.fitBounds(bounds, { padding: 60, maxZoom: 5, animate: false });
}

function followPointer(map: MapLibre.Map, popup: () => MapLibre.Popup): void {
  map.on("click", "incidents", (event: MapLayerMouseEvent) => open(map, popup(), event));
  map.on("mousemove", "incidents", (event: MapLayerMouseEvent) => {
    map.getCanvas().classList.add("is-over");
    mark((event.features?.[0]?.properties as Place | undefined)?.id);
  });
  map.on("mouseleave", "incidents", () => {
    map.getCanvas().classList.remove("is-over");
    mark(undefined);
  });
}

/** Several incidents may lie at one place: all under the pointer are listed. */
function open(map: MapLibre.Map, popup: MapLibre.Popup, event: MapLayerMouseEvent): void {
  const content = document.createElement("div");
  content.className = "popup";
  for (const each of (event.features ?? []).slice(0, 8)) content.append(entry(each.properties as Place));
  popup.setLngLat(event.lngLat).setDOMContent(content).addTo(map);
}

function entry(place: Place): HTMLElement {
  const row = document.createElement("p");
  const link = document.createElement("a");
  link.href = `/incidents/${encodeURIComponent(place.id)}`;
  link.dir = "auto";
  link.textContent = place.title.length > 280 ? `${place.title.slice(0, 279)}…` : place.title;
  const kind = place.kind === null ? "" : said(`kind.${place.kind}`);
  row.append(link, place.text === null ? said("script.no_number") : `${kind}: ${place.text}`);
  return row;
}

function mark(id: string | undefined): void {
  for (const row of document.querySelectorAll<HTMLElement>(".places .row.is-current")) row.classList.remove("is-current");
  if (id === undefined) return;
  const row = document.querySelector(`.places > [data-key="${CSS.escape(id)}"] .row`);
  row?.classList.add("is-current");
}

function followList(map: MapLibre.Map): void {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("button.show");
    if (button === null) return;
    const center: [number, number] = [Number(button.dataset["lon"]), Number(button.dataset["lat"])];
    const zoom = SHOWN_AT[button.dataset["precision"] ?? ""] ?? 5;
    if (calm.matches) map.jumpTo({ center, zoom });
    else map.flyTo({ center, zoom, duration: 800 });
  });
}

function followColours(map: MapLibre.Map): void {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    for (const layer of layers(colours())) {
      for (const [name, value] of Object.entries(layer.paint ?? {})) map.setPaintProperty(layer.id, name as never, value as never);
    }
  });
}

function followChanges(map: MapLibre.Map, address: string): void {
  document.addEventListener("desk:changed", async () => {
    try {
      const places = await readPlaces(address);
      void map.getSource<GeoJSONSource>("incidents")?.setData(places);
    } catch (error) {
      console.error(error);
    }
  });
}
