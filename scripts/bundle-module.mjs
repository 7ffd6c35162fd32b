// node scripts/bundle-module.mjs FILE: a module of ours with all that it imports, as one ES module on
// stdout: what runs in a page is what runs here.
import path from "node:path";
import { build } from "vite";
import { root } from "./root.mjs";

const { output } = await build({
  ...{ configFile: false, root, logLevel: "error" },
  build: {
    ...{ write: false, minify: false, modulePreload: { polyfill: false } },
    rollupOptions: {
      input: path.resolve(root, process.argv[2] ?? ""),
      preserveEntrySignatures: "strict",
    },
  },
});
if (output.length !== 1) throw new Error(`${output.length} files instead of one`);
process.stdout.write(output[0].code);
