/** Strings of the catalogue whose keys begin with `script.` or `kind.`, put in when the bundle is built. */
declare const SCRIPT_STRINGS: Record<string, string>;

/** Returns a string of the catalogue, with `{name}` replaced by the values given. */
export function said(key: string, values: Record<string, string | number> = {}): string {
  const pattern = SCRIPT_STRINGS[key] ?? key;
  return pattern.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** Returns a string in its form for one or for many. */
export function counted(key: string, number: number): string {
  return said(`${key}.${number === 1 ? "one" : "many"}`, { number });
}
