import { defineConfig } from "vitest/config";

const built = ["**/node_modules/**", "**/dist/**"];

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["{packages,apps,scripts}/**/*.test.{ts,tsx,mjs}"],
          exclude: [...built, "**/*.gpu.test.ts"],
          testTimeout: 20_000,
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
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
