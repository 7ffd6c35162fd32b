// Builds the pages and the coordinator, each once per state of its sources.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { runWatched } from "./child.mjs";
import { root, toolPath } from "./root.mjs";
import { hashSources, readStamp } from "./source-hash.mjs";

/** The coordinator's program, once it is built. */
export const coordinatorFile = path.join(root, "apps/coordinator/dist/main.js");

/**
 * Builds the pages unless the build at hand is of these sources.
 *
 * @param log where progress goes: `(text) => void`
 * @throws when the build fails
 */
export const ensureWebBuilt = once({
  what: "the pages",
  config: "vite.config.ts",
  folder: "apps/web",
});

/** The same of the coordinator, which so starts with half the work. */
export const ensureCoordinatorBuilt = once({
  what: "the coordinator",
  config: "apps/coordinator/vite.config.ts",
  folder: "apps/coordinator",
});

/** Both, for `npm run build`. */
async function buildAll() {
  const log = (text) => process.stdout.write(text);
  await ensureWebBuilt(log);
  await ensureCoordinatorBuilt(log);
}

/** Steps that run side by side wait for one build. */
function once(target) {
  let built = null;
  return (log) =>
    (built ??= ensureBuilt(target, log).catch((error) => {
      built = null;
      throw error;
    }));
}

async function ensureBuilt({ what, config, folder }, log) {
  const hash = await hashSources(root, [folder, "packages", config, "package-lock.json"]);
  const stampFile = path.join(root, folder, "dist/.spikefed-stamp");
  if ((await readStamp(stampFile)) === hash) return;
  log(`Building ${what} ...\n`);
  const words = ["build", "--config", path.join(root, config), "--logLevel", "warn"];
  const { code } = await runWatched(process.execPath, [toolPath("vite/bin/vite.js"), ...words], {
    ...{ cwd: root, label: "still building", write: log },
  });
  if (code !== 0) throw new Error(`building ${what} failed (exit code ${code})`);
  await writeFile(stampFile, `${hash}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAll();
