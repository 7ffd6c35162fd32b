// Finds a Chromium that starts, or installs one.
import { execFile } from "node:child_process";
import { realpath } from "node:fs/promises";
import { promisify } from "node:util";
import { runWatched } from "../child.mjs";
import { root, toolPath } from "../root.mjs";
import { aptInstall } from "./apt.mjs";
import { findProgram, whyNoInstall } from "./platform.mjs";

const run = promisify(execFile);

const names = [
  "chromium",
  "google-chrome",
  "google-chrome-stable",
  "chromium-browser",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Whether it starts; Ubuntu's apt package is a stub for a snap, which cannot read our files. */
async function isUsable(file) {
  const real = await realpath(file).catch(() => "");
  if (real === "" || real === "/usr/bin/snap" || file.startsWith("/snap/")) return false;
  return run(file, ["--version"], { timeout: 20_000 }).then(
    ({ stdout }) => /chrom/i.test(stdout) && !/snap/i.test(stdout),
    () => false,
  );
}

async function playwrightChromium() {
  const { chromium } = await import("playwright-core");
  return chromium.executablePath();
}

async function findBrowser() {
  const own = await playwrightChromium().catch(() => null);
  for (const name of [...names, ...(own === null ? [] : [own])]) {
    const file = await findProgram([name]);
    if (file !== null && (await isUsable(file))) return file;
  }
  return null;
}

async function installWithPlaywright(platform, log) {
  log("  installing Playwright's Chromium ...\n");
  const withDeps = process.platform === "linux" && platform.prefix !== null ? ["--with-deps"] : [];
  const args = [toolPath("@playwright/test/cli.js"), "install", ...withDeps, "chromium"];
  const options = { cwd: root, label: "still installing", write: log, quiet: true };
  const { code, output } = await runWatched(process.execPath, args, options);
  if (code === 0) return;
  log(`${output.slice(-3000)}\n`);
  throw new Error(`playwright install failed (exit code ${code})`);
}

async function installBrowser(platform, log) {
  if (platform.id !== "debian" || platform.prefix === null) {
    return installWithPlaywright(platform, log);
  }
  return aptInstall(platform, ["chromium", "fonts-dejavu-core"], log);
}

async function findNamedBrowser(name) {
  const chromium = await findProgram([name]);
  return { chromium, reason: chromium === null ? `SPIKEFED_CHROMIUM: no program ${name}` : null };
}

/**
 * `{ chromium, reason }`: the browser's path, or null with the reason.
 * `SPIKEFED_CHROMIUM` names one; it is believed.
 */
export async function setUpBrowser(platform, log) {
  const named = process.env.SPIKEFED_CHROMIUM ?? "";
  if (named !== "") return findNamedBrowser(named);
  const found = await findBrowser();
  if (found !== null) return { chromium: found, reason: null };
  if (platform.forbidden) {
    return { chromium: null, reason: whyNoInstall(platform, "npx playwright install chromium") };
  }
  try {
    await installBrowser(platform, log);
  } catch (error) {
    return { chromium: null, reason: error.message };
  }
  const chromium = await findBrowser();
  return { chromium, reason: chromium === null ? "installed, but it does not start" : null };
}
