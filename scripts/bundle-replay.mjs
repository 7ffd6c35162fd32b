// node scripts/bundle-replay.mjs: the script of reports, from apps/web/src/replay, into packages/report.
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import { build } from "vite";
import { root } from "./root.mjs";

export const playerFile = path.join(root, "packages/report/src/replay/player-script.ts");

/** The module's text as it belongs into `playerFile`. @throws when it could not stand in a page */
export async function bundleReplay() {
  const { output } = await build({
    ...{ configFile: false, root, logLevel: "error" },
    build: {
      ...{ write: false, minify: true, target: "es2022", modulePreload: { polyfill: false } },
      rollupOptions: {
        input: path.join(root, "apps/web/src/replay/player.ts"),
        output: { format: "iife" },
        treeshake: { moduleSideEffects: false },
      },
    },
  });
  if (output.length !== 1) throw new Error(`${output.length} files instead of one`);
  const code = output[0].code.trim();
  if (/<\/script|<!--/i.test(code)) throw new Error("the script has a sign that ends it");
  const sha256 = createHash("sha256").update(code).digest("base64");
  const text = `// Written by \`node scripts/bundle-replay.mjs\` from apps/web/src/replay/player.ts; a test holds it to that.

/** The script of a report's replay. */
export const playerScript = ${JSON.stringify(code)};

/** For a content security policy: its sha256 in base64. */
export const playerHash = ${JSON.stringify(sha256)};
`;
  const options = await resolveConfig(playerFile);
  return format(text, { ...options, filepath: playerFile });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = await bundleReplay();
  const before = await readFile(playerFile, "utf8").catch(() => null);
  if (before !== text) await writeFile(playerFile, text);
}
