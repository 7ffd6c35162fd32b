// The coordinator as JavaScript, for those who run it: our own sources in a few files, packages from
// npm beside them. From TypeScript a start is twice the work.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

/** `main`, and each thread; all lie in one folder, where `home.ts` looks for them. */
const entries = {
  main: "src/main.ts",
  "aggregate-worker": "src/aggregate/worker.ts",
  "evaluate-worker": "src/evaluate/worker.ts",
  "robots-worker": "src/robots/worker.ts",
};

export default defineConfig({
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
