// The outlines of a globe on a flat map.
import assert from "node:assert/strict";
import { test } from "node:test";
import { worldPicture } from "../basemap/world.mjs";
import { flatLines, flatPolygons } from "../src/flat.js";

test("a ring that does not cross the 180th meridian stays as it is", () => {
  const ring = [[10, 0], [20, 0], [20, 10], [10, 0]];
  assert.deepEqual(flatPolygons([ring]), [[ring]]);
});

test("a ring that crosses the 180th meridian is cut into a part at each edge", () => {
  const ring = [[170, 60], [-170, 60], [-170, 70], [170, 70], [170, 60]];
  const parts = flatPolygons([ring]).map((polygon) => polygon[0].map(([lon]) => lon));
  assert.deepEqual(parts.map((lons) => [Math.min(...lons), Math.max(...lons)]), [[170, 180], [-180, -170]]);
});

test("a ring around a pole is closed along the pole", () => {
  const ring = [[-180, -70], [-60, -75], [60, -75], [170, -70], [-180, -70]];
  const [[closed]] = flatPolygons([ring]);
  assert.equal(Math.min(...closed.map(([, lat]) => lat)), -90);
  assert.deepEqual([Math.min(...closed.map(([lon]) => lon)), Math.max(...closed.map(([lon]) => lon))], [-180, 180]);
});

test("a hole stays with its ring", () => {
  const [polygon] = flatPolygons([[[0, 0], [9, 0], [9, 9], [0, 0]], [[2, 1], [4, 1], [4, 3], [2, 1]]]);
  assert.equal(polygon.length, 2);
});

test("a line is cut where it jumps from one edge to the other", () => {
  assert.deepEqual(flatLines([[170, 0], [179, 1], [-179, 2], [-170, 3]]), [[[170, 0], [179, 1]], [[-179, 2], [-170, 3]]]);
});

test("no part of a line is left that has one point", () => {
  assert.deepEqual(flatLines([[179, 1], [-179, 2], [-170, 3]]), [[[-179, 2], [-170, 3]]]);
});

test("no line of the still map runs across the world, but along the south pole", () => {
  const strokes = worldPicture().match(/M[^MZ"]+/g).map((path) => path.slice(1).split("L").map((point) => point.split(" ").map(Number)));
  assert.ok(strokes.length > 100);
  for (const points of strokes) {
    points.slice(1).forEach(([x, y], index) => {
      const [beforeX, beforeY] = points[index];
      assert.ok(Math.abs(x - beforeX) < 180 || (y === 360 && beforeY === 360), `${beforeX} ${beforeY} to ${x} ${y}`);
      assert.ok(x >= 0 && x <= 720 && y >= 0 && y <= 360);
    });
  }
});
