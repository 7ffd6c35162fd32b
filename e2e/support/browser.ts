// How Chromium is started.
import { existsSync } from "node:fs";
import type { LaunchOptions } from "@playwright/test";

const always = [
  "--headless=new",
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--disable-quic",
];

/** WebGPU on the processor, which every machine has. */
const softwareWebgpu = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"];

/** The browser that `npm test` names, else the system's; null: the one that Playwright installed. */
function browserPath(): string | null {
  const usual = [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ];
  const named = process.env["SPIKEFED_CHROMIUM"];
  return named ?? usual.find((path) => existsSync(path)) ?? null;
}

function launchWith(flags: readonly string[]): LaunchOptions {
  const executablePath = browserPath();
  const where = executablePath === null ? {} : { executablePath };
  return { args: [...always, ...flags], ...where };
}

export const withWebgpu = launchWith(softwareWebgpu);

/** No graphics adapter; and a name for this machine that is neither localhost nor https. */
export const withoutWebgpu = launchWith(["--host-resolver-rules=MAP spikefed.test 127.0.0.1"]);
