// End-to-end tests: Chromium against a real coordinator, one at a time. `npm test` runs those of
// "pages" two at a time; those of "training" have the machine to themselves.
import { defineConfig } from "@playwright/test";
import { withWebgpu } from "./support/browser.ts";

/** WebGPU on a software adapter takes every core, and a speed that is compared wants a quiet one. */
const training = ["bench", "churn", "classroom", "gpu-lost", "readme"].map(
  (name) => `${name}.spec.ts`,
);

const isCi = Boolean(process.env["CI"]);

export default defineConfig({
  testDir: ".",
  projects: [
    { name: "pages", testIgnore: training, outputDir: "../test-results/e2e/pages" },
    {
      name: "training",
      testMatch: training,
      outputDir: "../test-results/e2e/training",
      workers: 1,
    },
  ],
  testMatch: "*.spec.ts",
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
