// Runs apt-get: quiet unless it fails, never asking.
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { runWatched } from "../child.mjs";
import { root } from "../root.mjs";
import { readAptSources, withBackports } from "./apt-sources.mjs";

const logFile = path.join(root, ".spikefed/apt.log");

const settings = ["DPkg::Lock::Timeout=180", "Acquire::Retries=2", "Acquire::http::Timeout=30"];

const asOptions = (list) => list.flatMap((setting) => ["-o", setting]);

/** Runs one apt-get; its output goes to a log file and is shown when it fails. */
async function aptGet(prefix, args, log) {
  const environment = [...prefix, "env", "DEBIAN_FRONTEND=noninteractive"];
  const [command, ...rest] = [...environment, "apt-get", ...asOptions(settings), ...args];
  await mkdir(path.dirname(logFile), { recursive: true });
  const options = { label: "apt-get still working", write: log, quiet: true };
  const { code, output } = await runWatched(command, rest, options);
  await writeFile(logFile, `$ ${[command, ...rest].join(" ")}\n${output}\n`, { flag: "a" });
  if (code === 0) return;
  log(`${output.slice(-3000)}\n  all of it: ${path.relative(root, logFile)}\n`);
  const why = output.split("\n").find((line) => line.startsWith("E: ")) ?? `exit code ${code}`;
  throw new Error(`apt-get failed: ${why}`);
}

/** Installs packages from the machine's own sources. @throws when apt-get fails */
export async function aptInstall(platform, packages, log) {
  log(`  installing ${packages.join(" ")} with apt-get ...\n`);
  // One broken third-party source fails the update and need not matter for the install.
  await aptGet(platform.prefix, ["update"], log).catch((error) => log(`  ${error.message}\n`));
  await aptGet(platform.prefix, ["install", "-y", "--no-install-recommends", ...packages], log);
}

/** Options that make apt read only this list and keep what it fetched about it apart. */
async function privateOptions(folder, list) {
  const sources = path.join(folder, "spikefed.sources");
  await chmod(folder, 0o755);
  await writeFile(sources, list);
  await mkdir(path.join(folder, "lists/partial"), { recursive: true });
  return asOptions([
    `Dir::Etc::sourcelist=${sources}`,
    "Dir::Etc::sourceparts=-",
    `Dir::State::lists=${path.join(folder, "lists")}`,
    "Dir::Cache::pkgcache=",
    "Dir::Cache::srcpkgcache=",
  ]);
}

/**
 * Installs packages from the release's backports; the machine's own sources stay as they are.
 *
 * @throws when apt-get fails or no source serves the release
 */
export async function aptInstallBackports(platform, packages, log) {
  const list = withBackports(await readAptSources(), platform.codename);
  if (list === null) throw new Error(`no apt source of this machine serves ${platform.codename}`);
  log(`  installing ${packages.join(" ")} from ${platform.codename}-backports ...\n`);
  const folder = await mkdtemp(path.join(tmpdir(), "spikefed-apt-"));
  try {
    const options = await privateOptions(folder, list);
    await aptGet(platform.prefix, [...options, "update"], log);
    const target = ["-t", `${platform.codename}-backports`];
    const install = ["install", "-y", "--no-install-recommends", ...target, ...packages];
    await aptGet(platform.prefix, [...options, ...install], log);
  } finally {
    await removeAsRoot(platform.prefix, folder, log);
  }
}

/** The fetched lists belong to root, also when sudo fetched them. */
async function removeAsRoot(prefix, folder, log) {
  if (prefix.length === 0) return rm(folder, { recursive: true, force: true });
  const command = [...prefix, "rm", "-rf", folder];
  await runWatched(command[0], command.slice(1), { label: "removing lists", write: log });
}
