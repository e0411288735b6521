/** The chart of a toll: the step that the address names is marked in the chart too. */

export function followSteps(): void {
  window.addEventListener("hashchange", show);
  document.addEventListener("desk:changed", show);
  show();
}

function show(): void {
  for (const marked of document.querySelectorAll(".chart a.is-current")) {
    marked.classList.remove("is-current");
    marked.removeAttribute("aria-current");
  }
  if (!location.hash.startsWith("#step-")) return;
  for (const dot of document.querySelectorAll(".chart a")) {
    if (dot.getAttribute("href") !== location.hash) continue;
    dot.classList.add("is-current");
  }
}
