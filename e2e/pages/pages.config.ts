// `npm run pages`: a running room, every page of it as pictures for docs/pages.md.
import { defineConfig } from "@playwright/test";
import { withWebgpu } from "../support/browser.ts";
import { oneRun } from "../support/one-run-config.ts";

export default defineConfig({
  ...oneRun,
  testMatch: "*.shots.ts",
  outputDir: "../../test-results/pages",
  use: { browserName: "chromium", launchOptions: withWebgpu },
});
