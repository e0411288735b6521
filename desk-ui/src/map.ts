/** The map page: MapLibre GL in place of the still map, where the browser can draw it. */
import { said } from "./strings";
import { readPlaces } from "./places";
import { type Library, draw } from "./world";

/** Names of what draws on the processor, in the name that the browser gives of its graphics. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;

const holder = document.getElementById("map");
if (holder !== null) begin(holder);

/** Without a graphics card the live map keeps the page busy for seconds: there it waits until somebody asks for it. */
function begin(holder: HTMLElement): void {
  const graphics = graphicsName();
  if (graphics === null) return giveUp(holder);
  document.documentElement.classList.add("has-map");
  if (SOFTWARE.test(graphics)) offer(holder);
  else void start(holder);
}

/** Returns what the browser draws with, or null where it can't draw the live map. */
function graphicsName(): string | null {
  const context = document.createElement("canvas").getContext("webgl2");
  if (context === null) return null;
  const info = context.getExtension("WEBGL_debug_renderer_info");
  const name: unknown = context.getParameter(info === null ? context.RENDERER : info.UNMASKED_RENDERER_WEBGL);
  context.getExtension("WEBGL_lose_context")?.loseContext();
  return String(name);
}

/** Shows a button that starts the live map. "Show on the map" in the list starts it too. */
function offer(holder: HTMLElement): void {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "start";
  button.textContent = said("script.start_map");
  const listening = new AbortController();
  const begun = (): Promise<void> => {
    listening.abort();
    button.disabled = true;
    return start(holder).finally(() => button.remove());
  };
  button.addEventListener("click", () => void begun(), { signal: listening.signal });
  document.addEventListener(
    "click",
    (event) => {
      const shown = (event.target as Element).closest<HTMLElement>("button.show");
      if (shown !== null) void begun().then(() => shown.click());
    },
    { signal: listening.signal },
  );
  holder.append(button);
}

async function start(holder: HTMLElement): Promise<void> {
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

function giveUp(holder: HTMLElement): void {
  document.documentElement.classList.remove("has-map");
  const note = document.createElement("p");
  note.className = "soft small";
  note.textContent = said("script.no_map");
  holder.after(note);
}
