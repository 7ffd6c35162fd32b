// The pages: one HTML entry, every page but Join loaded when it is opened.
// Tests have their own file, vitest.config.ts.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

/** The coordinator that `npm run dev` talks to. */
const coordinator = process.env["SPIKEFED_COORDINATOR"] ?? "http://localhost:8787";

/** Old enough for the first browsers with WebGPU, and for phones that train on the processor. */
const browsers = ["chrome111", "safari16.4", "firefox114"];

/**
 * Whoever starts a room for the first time can do nothing about either: tfjs imports its processor backend
 * by itself, and most of a short build is spent in plugins.
 */
const checks = { ineffectiveDynamicImport: false, bundlerTimings: false };

export default defineConfig({
  root: fileURLToPath(new URL("apps/web", import.meta.url)),
  appType: "spa",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  worker: { format: "es", rolldownOptions: { checks } },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2022",
    cssTarget: browsers,
    // Nothing inline, so that the content security policy can be `script-src 'self'`.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // tfjs with its backends is one large chunk, loaded after Join.
    chunkSizeWarningLimit: 2500,
    rolldownOptions: { checks },
  },
  server: {
    proxy: {
      "/api": coordinator,
      "/models": coordinator,
      "/shards": coordinator,
      "/report": coordinator,
      "/socket.io": { target: coordinator, ws: true },
    },
  },
});
