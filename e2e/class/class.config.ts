// `npm run class`: thirty volunteers in a room, and the work that each update makes for the pages.
import { defineConfig } from "@playwright/test";
import { withoutWebgpu } from "../support/browser.ts";

export default defineConfig({
  testDir: ".",
  testMatch: "*.trial.ts",
  outputDir: "../../test-results/class",
  globalSetup: "../support/prepare.ts",
  workers: 1,
  timeout: 900_000,
  expect: { timeout: 120_000 },
  reporter: [["line"]],
  use: {
    browserName: "chromium",
    viewport: { width: 1280, height: 900 },
    launchOptions: withoutWebgpu,
  },
});
