/** The colours of the style sheet, so that the map follows it in dark and in light. */

export interface Colours {
  readonly sea: string;
  readonly land: string;
  readonly border: string;
  readonly label: string;
  readonly halo: string;
  readonly killed: string;
  readonly other: string;
}

export function colours(): Colours {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    sea: colour("sea"),
    land: colour("land"),
    border: colour("border"),
    label: colour("ink-soft"),
    halo: colour("land"),
    killed: colour("killed"),
    other: colour("other"),
  };
}
