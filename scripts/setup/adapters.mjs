// The WebGPU adapters that tests can use on this machine, each probed.
import path from "node:path";
import { aptInstall, aptInstallBackports } from "./apt.mjs";
import { whyNoInstall } from "./platform.mjs";
import { driverEnv, findSwiftShader, hasGpuDevice, listDrivers, probeAdapter } from "./vulkan.mjs";

const mesa = "mesa-vulkan-drivers";

/** The way to a Mesa of at least 24, which Node's WebGPU needs, or null. */
function mesaInstaller({ id, release, codename }) {
  if (id === "debian" && release >= 13) return aptInstall;
  if (id === "debian" && codename === "bookworm") return aptInstallBackports;
  return id === "ubuntu" && release >= 24.04 ? aptInstall : null;
}

async function probeDriver(name, files, extra = {}) {
  const env = { ...(await driverEnv(files)), ...extra };
  const { info, error } = await probeAdapter(env);
  return info === null ? { error } : { adapter: { name, env }, description: info.description };
}

async function probeLavapipe() {
  const { lavapipe } = await listDrivers();
  return lavapipe === null ? { error: "not installed" } : probeDriver("lavapipe", [lavapipe]);
}

async function setUpLavapipe(platform, log) {
  const found = await probeLavapipe();
  if (found.adapter !== undefined) return found;
  const install = mesaInstaller(platform);
  if (install === null) {
    return { error: `${found.error}; needs Mesa 24 or newer, not packaged for this system` };
  }
  if (platform.prefix === null) {
    return { error: whyNoInstall(platform, `apt-get install ${mesa} (Mesa 24 or newer)`) };
  }
  try {
    await install(platform, [mesa], log);
  } catch (error) {
    return { error: error.message };
  }
  return probeLavapipe();
}

async function setUpSwiftShader(chromium) {
  const file = chromium === null ? null : await findSwiftShader(chromium);
  if (file === null) return { error: "no vk_swiftshader_icd.json beside the browser" };
  const found = await probeDriver("swiftshader", [file]);
  if (found.adapter !== undefined) return found;
  // The browser brings its own Vulkan loader, where the system has none.
  return probeDriver("swiftshader", [file], { LD_LIBRARY_PATH: path.dirname(file) });
}

async function setUpSystem() {
  if (process.platform !== "linux") {
    const { info, error } = await probeAdapter({});
    if (info === null) return { error };
    return { adapter: { name: "system", env: {} }, description: info.description };
  }
  const { hardware } = await listDrivers();
  if (hardware.length === 0 || !(await hasGpuDevice())) return null;
  return probeDriver("system", hardware);
}

/**
 * `{ adapters, skips }`. Installs lavapipe where that is possible. What is missing is a skip with a
 * reason, never an error; a machine without a GPU has no "system" adapter and that is no skip.
 */
export async function setUpAdapters(platform, chromium, log) {
  const software = process.platform === "linux";
  const results = [
    ["lavapipe", software ? await setUpLavapipe(platform, log) : null],
    ["swiftshader", software ? await setUpSwiftShader(chromium) : null],
    ["system", await setUpSystem()],
  ].filter(([, result]) => result !== null);
  const adapters = [];
  const skips = [];
  for (const [name, { adapter, description, error }] of results) {
    if (adapter === undefined) skips.push({ what: `WebGPU on ${name}`, reason: error });
    else {
      adapters.push(adapter);
      log(`  adapter ${name}: ${description}\n`);
    }
  }
  return { adapters, skips };
}
