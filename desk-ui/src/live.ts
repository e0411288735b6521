/** Live changes: the server says what changed, and the page takes the changed parts from its own address. */
import { announce } from "./announce";
import { takeOver } from "./reconcile";
import { counted, said } from "./strings";

/** Changes that come together are taken over together: short enough to be seen at once, long enough for a flood. */
const GATHER_MS = 150;
/** Between two requests: so many times as long as the last answer took, within bounds. A busy desk is asked less often. */
const APART_TIMES = 5;
const APART_MS = 250;
const LONGEST_APART_MS = 5_000;
/** How long it waits before it listens again where the server refused, at first and at most. */
const SILENT_MS = 2_000;
const LONGEST_SILENT_MS = 60_000;

/** Follows the server's events where the page says which of them concern it. */
export function goLive(): void {
  const main = document.querySelector<HTMLElement>("main[data-live]");
  const shown = document.getElementById("state");
  if (main === null || shown === null) return;
  new Page(main, shown).follow();
}

class Page {
  private due: number | undefined;
  private asking = false;
  private waiting = 0;
  private paused = false;
  private notBefore = 0;
  private silent = SILENT_MS;
  private readonly pause = document.getElementById("pause");

  constructor(
    private readonly main: HTMLElement,
    private readonly shown: HTMLElement,
  ) {}

  follow(): void {
    this.listen();
    document.addEventListener("visibilitychange", () => this.resume());
    this.pause?.removeAttribute("hidden");
    this.pause?.addEventListener("click", () => this.toggle());
  }

  private listen(): void {
    const source = new EventSource("/api/events");
    source.addEventListener("open", () => {
      const again = this.shown.dataset["state"] === "lost";
      this.silent = SILENT_MS;
      this.show("live");
      if (again) this.changed();
    });
    source.addEventListener("error", () => this.lost(source));
    source.addEventListener("reload", () => this.changed());
    for (const name of (this.main.dataset["live"] ?? "").split(" ")) {
      source.addEventListener(name, (event) => this.received(name, (event as MessageEvent<string>).data));
    }
  }

  /** A browser connects again by itself, but not after an answer like "too many pages". */
  private lost(source: EventSource): void {
    this.show("lost");
    if (source.readyState !== EventSource.CLOSED) return;
    window.setTimeout(() => this.listen(), this.silent);
    this.silent = Math.min(2 * this.silent, LONGEST_SILENT_MS);
  }

  private received(name: string, data: string): void {
    const id = idOf(data);
    const only = this.main.dataset["liveId"];
    if (only !== undefined && id !== undefined && id !== only) return;
    if (name === "removed" && only === undefined && !this.held()) remove(id);
    this.changed();
  }

  private held(): boolean {
    return this.paused || document.hidden;
  }

  private changed(): void {
    this.waiting += 1;
    if (this.paused) this.show("paused");
    if (this.held() || this.due !== undefined || this.asking) return;
    const wait = Math.max(GATHER_MS, this.notBefore - performance.now());
    this.due = window.setTimeout(() => void this.ask(), wait);
  }

  private async ask(): Promise<void> {
    this.due = undefined;
    this.asking = true;
    this.waiting = 0;
    const began = performance.now();
    try {
      const changes = takeOver(this.main, await fresh(location.href));
      announce(changes);
      document.dispatchEvent(new CustomEvent("desk:changed"));
    } catch {
      this.waiting += 1;
      this.show("lost");
    } finally {
      this.asking = false;
      this.notBefore = began + apart(performance.now() - began);
    }
    if (this.waiting > 0 && this.shown.dataset["state"] !== "lost") this.resume();
  }

  private resume(): void {
    if (this.waiting === 0 || this.held()) return;
    this.waiting -= 1;
    this.changed();
  }

  private toggle(): void {
    this.paused = !this.paused;
    this.pause?.setAttribute("aria-pressed", String(this.paused));
    this.show(this.paused ? "paused" : "live");
    this.resume();
  }

  private show(state: "live" | "lost" | "paused"): void {
    const seen = this.paused && state === "live" ? "paused" : state;
    this.shown.dataset["state"] = seen;
    this.shown.textContent = seen === "paused" ? counted("script.paused", this.waiting) : said(`script.${seen}`);
  }
}

function apart(took: number): number {
  return Math.min(LONGEST_APART_MS, Math.max(APART_MS, APART_TIMES * took));
}

/** Returns the page as the server gives it now, as a document: no script of it runs, and no text of it is read as HTML here. */
function fresh(address: string): Promise<Document> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.responseType = "document";
    request.timeout = 10_000;
    request.onload = () => {
      const page = request.responseXML;
      if (page !== null && (request.status < 400 || request.status === 404)) resolve(page);
      else reject(new Error(`status ${request.status}`));
    };
    request.onerror = request.ontimeout = () => reject(new Error("no answer"));
    request.open("GET", address);
    request.send();
  });
}

function idOf(data: string): string | undefined {
  try {
    const value: unknown = JSON.parse(data);
    const id = typeof value === "object" && value !== null ? (value as { id?: unknown }).id : undefined;
    return typeof id === "string" ? id : undefined;
  } catch {
    return undefined;
  }
}

function remove(id: string | undefined): void {
  for (const node of document.querySelectorAll<HTMLElement>("[data-key]")) {
    if (node.dataset["key"] === id) node.remove();
  }
}
