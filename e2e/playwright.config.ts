// End-to-end tests: Chromium against a real coordinator. One worker, since a software adapter takes
// every core.
import { defineConfig } from "@playwright/test";
import { withWebgpu } from "./support/browser.ts";

const isCi = Boolean(process.env["CI"]);

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  outputDir: "../test-results",
  globalSetup: "./support/prepare.ts",
  fullyParallel: false,
  workers: 1,
  retries: isCi ? 1 : 0,
  forbidOnly: isCi,
  timeout: 120_000,
  expect: { timeout: 45_000 },
  reporter: [["line"]],
  use: {
    browserName: "chromium",
    viewport: { width: 1280, height: 900 },
    trace: { mode: "retain-on-failure", screenshots: false },
    screenshot: "only-on-failure",
    launchOptions: withWebgpu,
  },
});
