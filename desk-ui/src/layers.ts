/** What is drawn on the map, from below to above. */
import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";
import type { Colours } from "./colours";

const SMALLEST = 3;
const LARGEST = 26;
const GROWTH = 0.9;
/** How much larger the circles are where a town fills the view. */
const NEAR = 1.8;

const plain: ExpressionSpecification = [
  "min",
  LARGEST,
  ["+", SMALLEST, ["*", GROWTH, ["sqrt", ["max", 0, ["coalesce", ["get", "best"], 0]]]]],
];
const radius: ExpressionSpecification = ["interpolate", ["linear"], ["zoom"], 1, plain, 7, ["*", NEAR, plain]];
const precision: ExpressionSpecification = ["coalesce", ["get", "precision"], "region"];

export function layers(paint: Colours): LayerSpecification[] {
  const ink: ExpressionSpecification = ["case", ["==", ["get", "kind"], "killed"], paint.killed, paint.other];
  return [
    { id: "sea", type: "background", paint: { "background-color": paint.sea } },
    { id: "land", type: "fill", source: "land", paint: { "fill-color": paint.land } },
    { id: "coast", type: "line", source: "land", paint: { "line-color": paint.border, "line-width": 0.5 } },
    { id: "borders", type: "line", source: "borders", paint: { "line-color": paint.border, "line-width": 0.8 } },
    {
      id: "names",
      type: "symbol",
      source: "names",
      minzoom: 2.2,
      layout: { "text-field": ["get", "name"], "text-size": 11, "text-max-width": 7, "text-padding": 6 },
      paint: { "text-color": paint.label, "text-halo-color": paint.halo, "text-halo-width": 1.5 },
    },
    {
      id: "incidents",
      type: "circle",
      source: "incidents",
      layout: { "circle-sort-key": ["-", 0, ["coalesce", ["get", "best"], 0]] },
      paint: {
        "circle-radius": radius,
        "circle-color": ink,
        "circle-opacity": ["match", precision, ["spot", "town"], 0.55, "region", 0.15, 0.06],
        "circle-stroke-color": ink,
        "circle-stroke-width": ["match", precision, ["spot", "town"], 1, "region", 1.8, 1],
        "circle-stroke-opacity": ["match", precision, "country", 0.55, 1],
      },
    },
  ];
}
