// `npm run class`: thirty volunteers in a room, and the work that each update makes for the pages.
import { defineConfig } from "@playwright/test";
import { withoutWebgpu } from "../support/browser.ts";
import { oneRun } from "../support/one-run-config.ts";

export default defineConfig({
  ...oneRun,
  testMatch: "*.trial.ts",
  outputDir: "../../test-results/class",
  use: {
    browserName: "chromium",
    viewport: { width: 1280, height: 900 },
    launchOptions: withoutWebgpu,
  },
});
