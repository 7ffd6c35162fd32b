// `npm run pages`: a running room, every page of it as pictures for docs/pages.md.
import { defineConfig } from "@playwright/test";
import { withWebgpu } from "../support/browser.ts";

export default defineConfig({
  testDir: ".",
  testMatch: "*.shots.ts",
  outputDir: "../../test-results/pages",
  globalSetup: "../support/prepare.ts",
  workers: 1,
  timeout: 900_000,
  expect: { timeout: 120_000 },
  reporter: [["line"]],
  use: { browserName: "chromium", launchOptions: withWebgpu },
});
