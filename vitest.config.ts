import { defineConfig } from "vitest/config";

const built = ["**/node_modules/**", "**/dist/**"];

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["{packages,apps,scripts,torture}/**/*.test.{ts,tsx,mjs}"],
          exclude: [...built, "**/*.gpu.test.ts"],
          maxWorkers: "100%", // Vitest's own choice leaves out one core, which is one of two
          testTimeout: 20_000,
          expect: { poll: { timeout: 10_000 } }, // the usual second is short on a busy machine
        },
      },
      {
        extends: true,
        test: {
          name: "gpu",
          include: ["{packages,apps}/**/*.gpu.test.ts"],
          exclude: built,
          // Each file owns a device, and a software adapter takes every core: one at a time.
          pool: "forks",
          maxWorkers: 1,
          fileParallelism: false,
          // A software adapter compiles some kernels for many seconds, on a busy machine for minutes.
          testTimeout: 240_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
