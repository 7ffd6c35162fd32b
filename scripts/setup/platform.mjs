// Which system this is and whether software may be installed on it.
import { execFile } from "node:child_process";
import { access, constants, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The fields of /etc/os-release (`{}` where there is none). */
export function parseOsRelease(text) {
  const fields = [...text.matchAll(/^(\w+)=(.*)$/gm)];
  return Object.fromEntries(
    fields.map(([, name, value]) => [name, value.replace(/^(["'])(.*)\1$/, "$2")]),
  );
}

async function hasPasswordlessSudo() {
  return run("sudo", ["-n", "true"], { timeout: 5000 }).then(
    () => true,
    () => false,
  );
}

/**
 * `{ id, release, codename, prefix }`: `prefix` is what to put before a command that needs root
 * (`[]` as root, `["sudo", "-n"]`), or null when that is not possible or not wanted.
 */
export async function describePlatform() {
  const os = parseOsRelease(await readFile("/etc/os-release", "utf8").catch(() => ""));
  const id = process.platform === "linux" ? (os.ID ?? "linux") : process.platform;
  const forbidden = (process.env.SPIKEFED_NO_INSTALL ?? "") !== "";
  const asRoot = process.getuid?.() === 0 ? [] : null;
  const prefix = asRoot ?? ((await hasPasswordlessSudo()) ? ["sudo", "-n"] : null);
  return {
    id,
    release: Number(os.VERSION_ID ?? NaN),
    codename: os.VERSION_CODENAME ?? null,
    forbidden,
    prefix: forbidden ? null : prefix,
  };
}

/** Why nothing is installed here, and what a person can do. */
export function whyNoInstall(platform, command) {
  const why = platform.forbidden
    ? "SPIKEFED_NO_INSTALL is set"
    : "installing needs root or sudo without a password";
  return `${why}; to add it: ${command}`;
}

/** The first of these programs that PATH or an absolute name leads to, or null. */
export async function findProgram(names) {
  const folders = (process.env.PATH ?? "").split(path.delimiter).filter((folder) => folder !== "");
  const files = names.flatMap((name) =>
    path.isAbsolute(name) ? [name] : folders.map((folder) => path.join(folder, name)),
  );
  for (const file of files) {
    const isFile = await stat(file).then(
      (info) => info.isFile(),
      () => false,
    );
    const runs = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isFile && runs) return file;
  }
  return null;
}
