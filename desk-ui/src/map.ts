/** The map page: MapLibre GL in place of the still map, where the browser can draw it. */
import { said } from "./strings";
import { readPlaces } from "./places";
import { type Library, draw } from "./world";

const holder = document.getElementById("map");
if (holder !== null) void start(holder);

async function start(holder: HTMLElement): Promise<void> {
  if (!canDraw()) return giveUp(holder);
  try {
    const [library, places] = await Promise.all([
      import(holder.dataset["library"] ?? "") as Promise<Library>,
      readPlaces(holder.dataset["incidents"] ?? ""),
    ]);
    await draw(library, holder, places);
  } catch (error) {
    console.error(error);
    giveUp(holder);
  }
}

function canDraw(): boolean {
  const canvas = document.createElement("canvas");
  return canvas.getContext("webgl2", { failIfMajorPerformanceCaveat: false }) !== null;
}

function giveUp(holder: HTMLElement): void {
  const note = document.createElement("p");
  note.className = "soft small";
  note.textContent = said("script.no_map");
  holder.after(note);
}
