// Builds the desk's static files: `node build.mjs` writes them, `node build.mjs --check` compares them with what is there.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { worldPicture, worldTopology } from "./basemap/world.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const TARGET = join(HERE, "..", "streams", "desk", "static");
const CATALOGUE = join(HERE, "..", "streams", "desk", "data", "en.json");

const TARGETS = ["chrome115", "firefox115", "safari16"];
const files = new Map();
const manifest = {};

const strings = Object.fromEntries(
  Object.entries(JSON.parse(readFileSync(CATALOGUE, "utf8"))).filter(([key]) => /^(script|kind)\./.test(key)),
);
const bundled = await build({
  absWorkingDir: HERE,
  entryPoints: { desk: "src/desk.ts", map: "src/map.ts", style: "src/desk.css", "map-style": "src/maplibre.css" },
  outdir: "out",
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  minify: true,
  write: false,
  metafile: true,
  legalComments: "none",
  target: TARGETS,
  define: { SCRIPT_STRINGS: JSON.stringify(strings) },
  logLevel: "warning",
});
// A bundle of its own: it is most of the bytes, and changes with its version alone.
const library = await build({
  absWorkingDir: HERE,
  entryPoints: { "maplibre-gl": "maplibre-gl" },
  outdir: "out",
  bundle: true,
  format: "esm",
  minify: true,
  write: false,
  metafile: true,
  legalComments: "none",
  target: TARGETS,
  logLevel: "warning",
});
for (const file of bundled.outputFiles) files.set(basename(file.path), Buffer.from(file.contents));
for (const [path, output] of Object.entries(bundled.metafile.outputs)) {
  const entry = output.entryPoint && basename(output.entryPoint);
  if (entry) manifest[{ "desk.css": "desk.css", "maplibre.css": "map.css" }[entry] ?? entry.replace(".ts", ".js")] = basename(path);
}

// The worker of MapLibre is a file of its own: the page's policy allows no other.
add("map-worker.js", readFileSync(join(HERE, "node_modules", "maplibre-gl", "dist", "maplibre-gl-worker.mjs"), "utf8").replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n"));
add("maplibre-gl.js", library.outputFiles[0].text);
add("world.json", worldTopology());
add("world.svg", worldPicture());
add("icon.svg", readFileSync(join(HERE, "src", "icon.svg"), "utf8"));
files.set("manifest.json", Buffer.from(`${JSON.stringify(manifest, Object.keys(manifest).sort(), 2)}\n`));
files.set("licences.txt", Buffer.from(licences()));

process.exitCode = process.argv.includes("--check") ? compare() : write();

function add(name, text) {
  const [stem, ending] = name.split(".");
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 8).toUpperCase();
  manifest[name] = `${stem}-${hash}.${ending}`;
  files.set(manifest[name], Buffer.from(text));
}

/** The licences of the packages that the bundle has parts of. */
function licences() {
  const all = { ...bundled.metafile.inputs, ...library.metafile.inputs };
  const inputs = Object.keys(all).filter((path) => path.startsWith("node_modules/"));
  const packages = new Set(inputs.map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)[1]));
  packages.add("world-atlas");
  return [...packages].sort().map(licence).join(`\n${"-".repeat(72)}\n\n`);
}

function licence(name) {
  const folder = join(HERE, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
}

function write() {
  rmSync(TARGET, { recursive: true, force: true });
  mkdirSync(TARGET, { recursive: true });
  for (const [name, content] of files) writeFileSync(join(TARGET, name), content);
  for (const [name, content] of [...files].sort()) console.log(`${String(content.length).padStart(9)}  ${name}`);
  return 0;
}

function compare() {
  const held = new Set(readdirSync(TARGET));
  const wrong = [...files].filter(([name, content]) => !held.has(name) || !readFileSync(join(TARGET, name)).equals(content));
  const extra = [...held].filter((name) => !files.has(name));
  for (const [name] of wrong) console.error(`differs from what a build gives: ${name}`);
  for (const name of extra) console.error(`no build gives it: ${name}`);
  if (wrong.length + extra.length === 0) console.log("the committed files are those that a build gives");
  return wrong.length + extra.length === 0 ? 0 : 1;
}
