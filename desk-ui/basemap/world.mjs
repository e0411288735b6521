// The base map from Natural Earth (world-atlas): coastlines and borders, made when the bundle is built.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { feature, mesh, quantize } from "topojson-client";
import { flatLines, flatPolygons } from "../src/flat.js";
import { presimplify, quantile, simplify } from "topojson-simplify";

const require = createRequire(import.meta.url);

/** The share of points of the 1:50m outlines that is kept: coasts still look natural where a town fills the view. */
const KEPT = 0.55;
/** Steps of the grid of coordinates: 360 degrees / 20,000 is 2 km, finer than the outlines are. */
const GRID = 2e4;
/** Units of the still map for each degree. */
const SCALE = 2;

function outlines(resolution) {
  return JSON.parse(readFileSync(require.resolve(`world-atlas/countries-${resolution}.json`), "utf8"));
}

/** Returns the world as TopoJSON: smaller than GeoJSON, since a border stands in it once. */
export function worldTopology() {
  const weighed = presimplify(outlines("50m"));
  const simple = simplify(weighed, quantile(weighed, 1 - KEPT));
  delete simple.objects.land;
  for (const country of simple.objects.countries.geometries) {
    delete country.id;
    country.properties = { name: country.properties.name };
  }
  return JSON.stringify(quantize(simple, GRID));
}

/** Returns the world as a still picture, in plate carrée: what the map page shows without a script. */
export function worldPicture() {
  const world = outlines("110m");
  const land = feature(world, world.objects.land);
  const borders = mesh(world, world.objects.countries, (one, other) => one !== other);
  const polygons = land.features.flatMap((each) => each.geometry.coordinates).flatMap(flatPolygons);
  const ground = polygons.flat().map((ring) => `${line(ring)}Z`).join("");
  const inner = borders.coordinates.flatMap(flatLines).map(line).join("");
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${360 * SCALE} ${180 * SCALE}">` +
    `<path id="land" d="${ground}"/><path id="borders" fill="none" d="${inner}"/></svg>`
  );
}

function line(points) {
  return points.map(([lon, lat], number) => `${number ? "L" : "M"}${step(lon + 180)} ${step(90 - lat)}`).join("");
}

function step(degrees) {
  return Math.round(degrees * SCALE * 2) / 2;
}
