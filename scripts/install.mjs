// Puts the dependencies in place, once per package-lock.json.
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { runWatched } from "./child.mjs";
import { root } from "./root.mjs";
import { hashSources, readStamp } from "./source-hash.mjs";

const stampFile = path.join(root, "node_modules/.spikefed-stamp");
const lockFile = path.join(root, "package-lock.json");

/** How to run npm without a shell: the npm that started us, else the one beside Node. */
function npmCommand() {
  const beside = path.join(
    path.dirname(process.execPath),
    "../lib/node_modules/npm/bin/npm-cli.js",
  );
  const onWindows = path.join(path.dirname(process.execPath), "node_modules/npm/bin/npm-cli.js");
  const scripts = [process.env.npm_execpath ?? "", beside, onWindows];
  const script = scripts.find((file) => file.endsWith("npm-cli.js") && existsSync(file));
  return script === undefined ? ["npm"] : [process.execPath, script];
}

async function readPackages(file) {
  const text = await readFile(file, "utf8").catch(() => null);
  return text === null ? null : (JSON.parse(text).packages ?? null);
}

/** Whether what npm last put into node_modules is what the lock asks for (a plain `npm ci` did it). */
async function installedMatchesLock() {
  const wanted = await readPackages(lockFile);
  const present = await readPackages(path.join(root, "node_modules/.package-lock.json"));
  if (wanted === null || present === null) return false;
  return Object.entries(wanted).every(([name, { version, optional, link }]) => {
    if (!name.includes("node_modules/")) return true; // a package of ours
    const found = present[name];
    if (found === undefined) return optional === true;
    return link === true || found.version === version;
  });
}

async function installWithNpm(log) {
  const verb = existsSync(lockFile) ? "ci" : "install";
  log(`Installing dependencies (npm ${verb}); the first time takes about a minute ...\n`);
  const [command, ...prefix] = npmCommand();
  const flags = [
    "--include=dev",
    "--include=optional",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
  ];
  const { code } = await runWatched(command, [...prefix, verb, ...flags], {
    cwd: root,
    label: "still installing",
    heartbeatMs: 10_000,
    write: log,
  });
  if (code !== 0) throw new Error(`npm ${verb} failed (exit code ${code}), see above`);
}

/**
 * Installs the dependencies unless this lock's are there already.
 *
 * @param log where progress goes: `(text) => void`
 * @throws when npm fails
 */
export async function ensureInstalled(log) {
  const lockHash = async () => hashSources(root, ["package-lock.json"]);
  const stamp = await readStamp(stampFile);
  if (stamp !== null && stamp === (await lockHash())) return;
  if (!(await installedMatchesLock())) await installWithNpm(log);
  await writeFile(stampFile, `${await lockHash()}\n`);
}
