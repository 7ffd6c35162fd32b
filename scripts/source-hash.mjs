// One hash over the contents of files and folders, to know whether they changed.
import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";

const skipped = new Set(["node_modules", "dist", "coverage"]);

async function listFiles(file) {
  const info = await stat(file).catch(() => null);
  if (info === null) return [];
  if (!info.isDirectory()) return [file];
  const entries = await readdir(file, { withFileTypes: true });
  const kept = entries.filter(({ name }) => !skipped.has(name) && !/\.test\.\w+$/.test(name));
  return (await Promise.all(kept.map(({ name }) => listFiles(path.join(file, name))))).flat();
}

/** sha256 (hex) over names and contents; builds, installed packages and tests do not count. */
export async function hashSources(root, names) {
  const files = (await Promise.all(names.map((name) => listFiles(path.join(root, name))))).flat();
  const hash = createHash("sha256");
  for (const file of files.sort()) {
    const bytes = await readFile(file);
    hash.update(`${path.relative(root, file)}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest("hex");
}

/** The trimmed text of a file, or null when there is none. */
export async function readStamp(file) {
  const text = await readFile(file, "utf8").catch(() => null);
  return text === null ? null : text.trim();
}
