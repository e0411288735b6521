/** Takes over what changed of a page, and leaves all else alone: focus, scroll position and what the reader opened. */

/** What a change of the page was, in words for a screen reader. */
export interface Change {
  readonly text: string;
}

/** Replaces the regions of the page that differ in the fresh one. Returns what changed in its lists. */
export function takeOver(main: HTMLElement, page: Document): Change[] {
  const changes: Change[] = [];
  const now = page.querySelector("main");
  if (now !== null && now.dataset["page"] !== main.dataset["page"]) return replaceAll(main, now);
  for (const region of document.querySelectorAll<HTMLElement>("[data-region]")) {
    const fresh = page.getElementById(region.id);
    if (fresh === null) continue;
    if (region.dataset["region"] === "keyed") changes.push(...takeOverItems(region, fresh));
    else if (differs(region, fresh)) swap(region, fresh);
  }
  return changes;
}

/** The page is another one now: an incident that is gone, for example. */
function replaceAll(main: HTMLElement, now: Element): Change[] {
  main.replaceChildren(...Array.from(now.childNodes, (node) => document.importNode(node, true)));
  return [{ text: main.querySelector("h1")?.textContent ?? "" }];
}

function takeOverItems(list: HTMLElement, fresh: HTMLElement): Change[] {
  const held = new Map(Array.from(list.children, (node) => [keyOf(node), node]));
  const changes: Change[] = [];
  let before: Element | null = null;
  for (const item of Array.from(fresh.children)) {
    let node = held.get(keyOf(item));
    if (node === undefined || differs(node, item)) {
      const changed = document.importNode(item, true);
      changed.classList.add("is-changed");
      changes.push({ text: textOf(changed) });
      if (node !== undefined) exchange(node, changed);
      node = changed;
    }
    held.delete(keyOf(item));
    const place: Element | null = before === null ? list.firstElementChild : before.nextElementSibling;
    if (node !== place) list.insertBefore(node, place);
    before = node;
  }
  for (const gone of held.values()) gone.remove();
  return changes;
}

function keyOf(node: Element): string {
  return (node as HTMLElement).dataset["key"] ?? node.id;
}

function textOf(node: Element): string {
  const title = node.querySelector("[data-title]")?.textContent?.trim() ?? "";
  const numbers = Array.from(node.querySelectorAll("[data-said]"), (each) => (each as HTMLElement).dataset["said"] ?? "");
  return [title, ...numbers].filter((text) => text !== "").join(", ");
}

/** Compares without the classes and states that this script, or the reader, gave. */
function differs(node: Element, fresh: Element): boolean {
  const plain = node.cloneNode(true) as Element;
  plain.classList.remove("is-changed");
  if (plain.getAttribute("class") === "") plain.removeAttribute("class");
  for (const current of plain.querySelectorAll(".is-current")) {
    current.classList.remove("is-current");
    if (current.getAttribute("class") === "") current.removeAttribute("class");
  }
  for (const details of plain.querySelectorAll("details")) details.open = false;
  return !plain.isEqualNode(fresh);
}

function swap(node: Element, fresh: Element): void {
  exchange(node, document.importNode(fresh, true));
}

/** Puts one node in the place of another; focus and opened details stay where they were. */
function exchange(node: Element, fresh: Element): void {
  const focused = document.activeElement;
  const mark = focused !== null && node.contains(focused) ? markOf(focused) : null;
  const open = Array.from(node.querySelectorAll("details[open]"), (each) => each.id);
  node.replaceWith(fresh);
  for (const details of fresh.querySelectorAll("details")) {
    if (details.id !== "" && open.includes(details.id)) details.open = true;
  }
  if (mark !== null) fresh.querySelector<HTMLElement>(mark)?.focus({ preventScroll: true });
}

function markOf(focused: Element): string | null {
  if (focused.id !== "") return `#${CSS.escape(focused.id)}`;
  const href = focused.getAttribute("href");
  return href === null ? null : `[href="${CSS.escape(href)}"]`;
}
