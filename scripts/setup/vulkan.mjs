// Finds Vulkan drivers (ICDs) and asks Node's WebGPU what each of them gives.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, realpath } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { root } from "../root.mjs";

const run = promisify(execFile);

const driverFolders = [
  "/usr/share/vulkan/icd.d",
  "/usr/local/share/vulkan/icd.d",
  "/etc/vulkan/icd.d",
  path.join(homedir(), ".local/share/vulkan/icd.d"),
];

/** `{ lavapipe, hardware }`: the descriptions of Mesa's CPU driver (or null) and of all others. */
export async function listDrivers(folders = driverFolders) {
  const names = await Promise.all(
    folders.map(async (folder) => {
      const entries = await readdir(folder).catch(() => []);
      return entries
        .filter((name) => name.endsWith(".json"))
        .map((name) => path.join(folder, name));
    }),
  );
  // 32-bit descriptions beside 64-bit ones are no use to Node.
  const files = names.flat().filter((file) => !/i[3-6]86/.test(path.basename(file)));
  const isSoftware = (file) => /lvp|swiftshader/.test(path.basename(file));
  return {
    lavapipe: files.find((file) => path.basename(file).startsWith("lvp_icd")) ?? null,
    hardware: files.filter((file) => !isSoftware(file)),
  };
}

/** Whether the machine has a GPU's device file. */
export async function hasGpuDevice() {
  const nodes = await readdir("/dev/dri").catch(() => []);
  return nodes.some((name) => name.startsWith("renderD")) || existsSync("/dev/nvidia0");
}

/** The description of the SwiftShader that ships with this browser, or null. */
export async function findSwiftShader(chromium) {
  const beside = path.dirname(await realpath(chromium));
  const folders = [beside, "/usr/lib/chromium", "/usr/lib64/chromium-browser"];
  const files = folders.map((folder) => path.join(folder, "vk_swiftshader_icd.json"));
  return files.find((file) => existsSync(file)) ?? null;
}

/** Vulkan loaders want a private folder that some shells and all containers do not set. */
async function runtimeFolder() {
  const folder = path.join(tmpdir(), `spikefed-runtime-${process.getuid?.() ?? 0}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** The environment in which Node's WebGPU sees only these drivers. */
export async function driverEnv(files) {
  const env = { VK_ICD_FILENAMES: files.join(path.delimiter) };
  if ((process.env.XDG_RUNTIME_DIR ?? "") !== "") return env;
  return { ...env, XDG_RUNTIME_DIR: await runtimeFolder() };
}

/** `{ info, error }`: the adapter that Node's WebGPU gives in this environment, or why none. */
export async function probeAdapter(env) {
  const probe = path.join(root, "scripts/setup/probe-adapter.mjs");
  try {
    const options = { env: { ...process.env, ...env }, timeout: 60_000 };
    const { stdout, stderr } = await run(process.execPath, [probe], options);
    const info = JSON.parse(stdout.trim().split("\n").at(-1));
    return { info, error: info === null ? lastLine(stderr, "no adapter") : null };
  } catch (error) {
    return { info: null, error: lastLine(String(error.stderr ?? ""), error.message) };
  }
}

function lastLine(text, otherwise) {
  const lines = text.split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "" && !line.startsWith("at ")).at(-1) ?? otherwise;
}
