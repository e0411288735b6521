/** Says to a screen reader what changed. */
import type { Change } from "./reconcile";
import { counted, said } from "./strings";

/** More than this are counted, not read out. */
const READ_OUT = 2;
/** A headline of the wire may be very long. */
const LONGEST = 200;

export function announce(changes: readonly Change[]): void {
  const place = document.getElementById("said");
  if (place === null || changes.length === 0) return;
  place.textContent =
    changes.length > READ_OUT
      ? counted("script.many_changed", changes.length)
      : said("script.changed", { what: changes.map((change) => change.text.slice(0, LONGEST)).join("; ") });
}
