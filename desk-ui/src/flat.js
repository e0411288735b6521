// Outlines of a globe, made fit for a flat map.
//
// Natural Earth in world-atlas is stitched together at the 180th meridian and at the poles: on a flat map a ring that
// crosses it would draw a line through the whole world.

/** @typedef {number[][]} Ring */

/**
 * Returns polygons that stay between 180 degrees west and east.
 * @param {Ring[]} polygon
 * @returns {Ring[][]}
 */
export function flatPolygons(polygon) {
  const rings = polygon.map(unrolled);
  return [0, 360, -360]
    .map((shift) => rings.map((ring) => ring.map(([lon = 0, lat = 0]) => [clamp(lon + shift), lat])))
    .map((moved) => moved.filter(isArea))
    .filter((moved) => moved.length > 0);
}

/**
 * Returns lines that do not run from one edge of the map to the other.
 * @param {Ring} line
 * @returns {Ring[]}
 */
export function flatLines(line) {
  /** @type {Ring[]} */
  const lines = [[]];
  line.forEach((point, index) => {
    const before = line[index - 1];
    if (before !== undefined && Math.abs((point[0] ?? 0) - (before[0] ?? 0)) > 180) lines.push([]);
    lines[lines.length - 1]?.push(point);
  });
  return lines.filter((each) => each.length > 1);
}

/**
 * Returns a ring whose longitudes go on past 180 instead of jumping; one that runs around a pole is closed along it.
 * @param {Ring} ring
 * @returns {Ring}
 */
function unrolled(ring) {
  let shift = 0;
  /** @type {Ring} */
  const points = ring.map(([lon = 0, lat = 0], index) => {
    const before = ring[index - 1]?.[0] ?? lon;
    if (lon - before > 180) shift -= 360;
    if (lon - before < -180) shift += 360;
    return [lon + shift, lat];
  });
  if (shift === 0) return points;
  const first = points[0] ?? [0, 0];
  const last = points[points.length - 1] ?? [0, 0];
  const pole = (first[1] ?? 0) < 0 ? -90 : 90;
  return [...points, [last[0] ?? 0, pole], [first[0] ?? 0, pole], first];
}

/** @param {number} lon */
function clamp(lon) {
  return Math.max(-180, Math.min(180, lon));
}

/** @param {Ring} ring */
function isArea(ring) {
  const lons = ring.map(([lon = 0]) => lon);
  return Math.max(...lons) - Math.min(...lons) > 0;
}
