// What runs of the browser have in common that are no tests: one at a time, with time to take.
import type { PlaywrightTestConfig } from "@playwright/test";

export const oneRun: PlaywrightTestConfig = {
  testDir: ".",
  globalSetup: "../support/prepare.ts",
  workers: 1,
  timeout: 900_000,
  expect: { timeout: 120_000 },
  reporter: [["line"]],
};
