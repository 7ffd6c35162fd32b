// Builds the pages, once per state of their sources.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { runWatched } from "./child.mjs";
import { root, toolPath } from "./root.mjs";
import { hashSources, readStamp } from "./source-hash.mjs";

const sources = ["apps/web", "packages", "vite.config.ts", "package-lock.json"];
const stampFile = path.join(root, "apps/web/dist/.spikefed-stamp");

/**
 * Builds the web app unless the build at hand is of these sources.
 *
 * @param log where progress goes: `(text) => void`
 * @throws when the build fails
 */
export async function ensureWebBuilt(log) {
  const hash = await hashSources(root, sources);
  if ((await readStamp(stampFile)) === hash) return;
  log("Building the pages ...\n");
  const { code } = await runWatched(
    process.execPath,
    [toolPath("vite/bin/vite.js"), "build", "--logLevel", "warn"],
    { cwd: root, label: "still building", write: log },
  );
  if (code !== 0) throw new Error(`vite build failed (exit code ${code})`);
  await writeFile(stampFile, `${hash}\n`);
}
