/** Incidents with coordinates, as the API gives them. */

export type Places = GeoJSON.FeatureCollection<GeoJSON.Point, Place>;

/** Properties of an incident on the map that the desk uses. */
export interface Place {
  readonly id: string;
  readonly title: string;
  readonly kind: string | null;
  readonly best: number | null;
  readonly precision: string | null;
  readonly text: string | null;
}

export async function readPlaces(address: string): Promise<Places> {
  const answer = await fetch(address, { headers: { accept: "application/geo+json" } });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const read = (await answer.json()) as Places;
  const features = read.features.filter((each) => each.geometry !== null);
  return { type: "FeatureCollection", features };
}
