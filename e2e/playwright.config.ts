// End-to-end tests: Chromium against a real coordinator. One worker, since a software adapter takes
// every core.
import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

const flags = [
  "--headless=new",
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--disable-quic",
];

/** The browser of `npm test`, else the system's; null: the one that Playwright has installed. */
function browserPath(): string | null {
  const named = process.env["SPIKEFED_CHROMIUM"];
  const usual = [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ];
  return named ?? usual.find((path) => existsSync(path)) ?? null;
}

const executablePath = browserPath();
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
  expect: { timeout: 30_000 },
  reporter: [["line"]],
  use: {
    browserName: "chromium",
    viewport: { width: 1280, height: 900 },
    trace: { mode: "retain-on-failure", screenshots: false },
    screenshot: "only-on-failure",
    launchOptions: { args: flags, ...(executablePath === null ? {} : { executablePath }) },
  },
});
