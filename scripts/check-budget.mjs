// Weighs what a visitor downloads before the join page works: HTML, styles and static scripts.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { root } from "./root.mjs";

export const budgetBytes = 60_000;

const attribute = (tag, name) =>
  new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, "i")
    .exec(tag)
    ?.slice(1)
    .find(Boolean);

/** The scripts and styles that a page loads at once, as it writes them. */
export function linkedFiles(html) {
  const tags = html.match(/<(?:script|link)\b[^>]*>/gi) ?? [];
  return tags.flatMap((tag) => {
    if (/^<script/i.test(tag)) return attribute(tag, "src") ?? [];
    const isLoaded = ["stylesheet", "modulepreload"].includes(attribute(tag, "rel") ?? "");
    return isLoaded ? (attribute(tag, "href") ?? []) : [];
  });
}

/** The static imports of a built chunk; `import()` is loaded later and does not count. */
export function staticImports(code) {
  const statement =
    /(?:^|[;}\s])(?:import|export)\s*(?:(?:[\w$]+\s*,?\s*)?(?:\{[^}]*\}|\*(?:\s*as\s+[\w$]+)?)?\s*from\s*)?["']([^"'\n]+)["']/g;
  return [...code.matchAll(statement)].map(([, source]) => source);
}

/** The file that a link of `from` means, inside the build; null when it leads elsewhere. */
function resolveLink(dist, from, link) {
  if (/^(?:[a-z]+:|\/\/|#)/i.test(link)) return null;
  const [name] = link.split(/[?#]/);
  return name.startsWith("/") ? path.join(dist, name) : path.join(path.dirname(from), name);
}

/** `[{ file, bytes, gzipBytes }]` of a page and all it loads at once. @throws on a missing file */
export async function weighPage(dist, page = "index.html") {
  const seen = new Set([path.join(dist, page)]);
  const rows = [];
  // A Set visits what is added on the way.
  for (const file of seen) {
    const bytes = await readFile(file);
    const gzipBytes = gzipSync(bytes, { level: 9 }).length;
    rows.push({ file: path.relative(dist, file), bytes: bytes.length, gzipBytes });
    const text = bytes.toString("utf8");
    const links = file.endsWith(".html") ? linkedFiles(text) : [];
    const imports = /\.m?js$/.test(file) ? staticImports(text) : [];
    const found = [...links, ...imports].map((link) => resolveLink(dist, file, link));
    found.filter((next) => next !== null).forEach((next) => seen.add(next));
  }
  return rows;
}

/** Prints the table; true when the page keeps to its budget. */
export async function checkBudget(write, dist = path.join(root, "apps/web/dist")) {
  const rows = await weighPage(dist);
  const sum = rows.reduce((total, { gzipBytes }) => total + gzipBytes, 0);
  const line = (size, name) => write(`${String(size).padStart(9)}  ${name}\n`);
  line("gzip", "file");
  for (const { file, gzipBytes } of rows) line(gzipBytes, file);
  line(sum, `join page in all; budget ${budgetBytes}`);
  return sum <= budgetBytes;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const kept = await checkBudget((text) => process.stdout.write(text));
  process.exitCode = kept ? 0 : 1;
}
