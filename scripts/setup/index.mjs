// What `npm test` needs from the machine: a browser, and GPUs of any kind.
import { setUpAdapters } from "./adapters.mjs";
import { setUpBrowser } from "./browser.mjs";
import { describePlatform } from "./platform.mjs";

/**
 * Finds or installs the browser and the WebGPU drivers. Needs the dependencies installed.
 *
 * @param log where progress goes: `(text) => void`
 * @returns `{ chromium: string | null, adapters: { name, env }[], skips: { what, reason }[] }`
 */
export async function setUpMachine(log) {
  const platform = await describePlatform();
  const { chromium, reason } = await setUpBrowser(platform, log);
  log(`  browser: ${chromium ?? "none"}\n`);
  const { adapters, skips } = await setUpAdapters(platform, chromium, log);
  const noBrowser = chromium === null ? [{ what: "browser", reason }] : [];
  return { chromium, adapters, skips: [...noBrowser, ...skips] };
}
