// The coordinator as JavaScript, for those who run it: our own sources in a few files, packages from
// npm beside them. From TypeScript a start is twice the work.
import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

/** `main`, and each thread; all lie in one folder, where `home.ts` looks for them. */
const entries = {
  main: "src/main.ts",
  "aggregate-worker": "src/aggregate/worker.ts",
  "evaluate-worker": "src/evaluate/worker.ts",
  "robots-worker": "src/robots/worker.ts",
};

/** Packages are found beside this one: also those that only sources of other folders ask for. */
function allListed(): Plugin {
  const text = readFileSync(new URL("package.json", import.meta.url), "utf8");
  const { dependencies } = JSON.parse(text) as { dependencies: Record<string, string> };
  return {
    name: "all-listed",
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((part) => part.type === "chunk");
      const imported = chunks.flatMap((chunk) => [...chunk.imports, ...chunk.dynamicImports]);
      const packages = imported.filter((id) => !isBuiltin(id) && !Object.hasOwn(bundle, id));
      const names = packages.map((id) => /^(@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? id);
      const missing = names.filter((name) => !Object.hasOwn(dependencies, name));
      if (missing.length === 0) return;
      this.error(`apps/coordinator/package.json does not list ${[...new Set(missing)].join(", ")}`);
    },
  };
}

export default defineConfig({
  plugins: [allListed()],
  root: fileURLToPath(new URL(".", import.meta.url)),
  build: {
    ssr: true,
    outDir: "dist",
    emptyOutDir: false, // one that runs loads parts of its build later
    target: "node20",
    sourcemap: true,
    rollupOptions: {
      input: entries,
      output: { entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
    },
  },
});
