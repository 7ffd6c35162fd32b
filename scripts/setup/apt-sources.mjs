// Reads apt's own sources, both formats, and writes a list with backports added.
// Not an apt library: options that are neither Signed-By nor Trusted are dropped.
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

const words = (text) => text.split(/\s+/).filter((word) => word !== "");

/** Entries of a one-line `sources.list`. */
export function parseOneLine(text) {
  const lines = text.matchAll(/^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)[ \t]*([^#\n]*)/gm);
  return [...lines].map(([, options = "", uri, suite, components]) => ({
    uris: [uri],
    suites: [suite],
    components: words(components),
    signedBy: /signed-by=(\S+)/i.exec(options)?.[1]?.replaceAll(",", " ") ?? null,
    trusted: /trusted=(\S+)/i.exec(options)?.[1] ?? null,
  }));
}

function parseStanza(stanza) {
  const fields = new Map();
  let name = "";
  for (const line of stanza.split("\n").filter((text) => !text.startsWith("#"))) {
    const field = /^([\w-]+):\s*(.*)$/.exec(line);
    if (field !== null) {
      name = field[1].toLowerCase();
      fields.set(name, field[2]);
    } else if (name !== "") fields.set(name, `${fields.get(name)}\n${line}`);
  }
  return fields;
}

/** Entries of a deb822 `.sources` file. */
export function parseDeb822(text) {
  return text
    .split(/\n\s*\n/)
    .map(parseStanza)
    .filter((fields) => words(fields.get("types") ?? "").includes("deb"))
    .filter((fields) => (fields.get("enabled") ?? "yes").trim() !== "no")
    .map((fields) => ({
      uris: words(fields.get("uris") ?? ""),
      suites: words(fields.get("suites") ?? ""),
      components: words(fields.get("components") ?? ""),
      signedBy: fields.get("signed-by")?.trimEnd() ?? null,
      trusted: fields.get("trusted")?.trim() ?? null,
    }));
}

/** Every entry that this machine's apt reads. */
export async function readAptSources(folder = "/etc/apt") {
  const parts = path.join(folder, "sources.list.d");
  const names = await readdir(parts).catch(() => []);
  const files = [path.join(folder, "sources.list"), ...names.map((name) => path.join(parts, name))];
  const entries = await Promise.all(
    files.map(async (file) => {
      const text = await readFile(file, "utf8").catch(() => "");
      if (file.endsWith(".sources")) return parseDeb822(text);
      return file.endsWith(".list") ? parseOneLine(text) : [];
    }),
  );
  return entries.flat();
}

function writeStanza({ uris, suites, components, signedBy, trusted }) {
  const lines = [
    "Types: deb",
    `URIs: ${uris.join(" ")}`,
    `Suites: ${suites.join(" ")}`,
    ...(components.length > 0 ? [`Components: ${components.join(" ")}`] : []),
    ...(signedBy === null ? [] : [`Signed-By: ${signedBy}`]),
    ...(trusted === null ? [] : [`Trusted: ${trusted}`]),
  ];
  return `${lines.join("\n")}\n`;
}

/**
 * A deb822 list of the release's own entries plus its backports, on the same mirror with the same
 * key; null when no entry serves the release.
 */
export function withBackports(entries, codename) {
  const ofRelease = entries
    .map((entry) => ({
      ...entry,
      suites: entry.suites.filter((suite) => suite.split(/[-/]/)[0] === codename),
    }))
    .filter(({ suites }) => suites.length > 0);
  const main = ofRelease.find(({ suites }) => suites.includes(codename));
  if (main === undefined) return null;
  const backports = { ...main, suites: [`${codename}-backports`], components: ["main"] };
  return [...ofRelease, backports].map(writeStanza).join("\n");
}
