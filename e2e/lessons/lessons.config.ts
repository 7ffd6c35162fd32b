// `npm run lessons`: every lesson to its end with three tabs and two robots, in three seeds; an hour or
// two. SPIKEFED_SEEDS=4,5 asks for others, `-- --grep unequal-data` for some of it.
import { defineConfig } from "@playwright/test";
import { withoutWebgpu } from "../support/browser.ts";
import { oneRun } from "../support/one-run-config.ts";

export default defineConfig({
  ...oneRun,
  testMatch: "*.trial.ts",
  outputDir: "../../test-results/lessons",
  globalTeardown: "./print-results.ts",
  timeout: 3_600_000,
  use: {
    browserName: "chromium",
    viewport: { width: 1280, height: 900 },
    // The tabs train on the processor, as they do over plain http in a class.
    launchOptions: withoutWebgpu,
  },
});
