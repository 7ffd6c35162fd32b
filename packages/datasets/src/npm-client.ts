// The user's own npm, which knows their registry, proxy and login.

import { spawn } from "node:child_process";

export interface NpmClient {
  /** Where the tarball of a package is, and its integrity if the registry tells one. */
  dist(spec: string): Promise<{ tarball: string; integrity: string | null }>;
  /** Puts the tarball of a package into `folder`, under a name of npm's choice. */
  pack(spec: string, folder: string): Promise<void>;
}

const VIEW_MS = 60_000;
const PACK_MS = 30 * 60_000;

/** @throws Error with npm's own first line when npm fails, is missing or takes too long */
export function npmClient(env: NodeJS.ProcessEnv = process.env): NpmClient {
  const patience = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--loglevel=error"];
  return {
    async dist(spec) {
      const args = ["view", spec, "dist", "--json", "--fetch-timeout=20000", ...patience];
      return readDist(await runNpm(args, { env, timeoutMs: VIEW_MS }));
    },
    async pack(spec, folder) {
      const args = ["pack", spec, "--pack-destination", folder, "--ignore-scripts", ...patience];
      await runNpm(args, { env, timeoutMs: PACK_MS });
    },
  };
}

/** @throws Error when npm printed no address of a tarball */
export function readDist(json: string): { tarball: string; integrity: string | null } {
  const dist = JSON.parse(json) as { tarball?: unknown; integrity?: unknown } | null;
  if (typeof dist?.tarball !== "string") throw new Error("npm view names no tarball");
  const integrity = typeof dist.integrity === "string" ? dist.integrity : null;
  return { tarball: dist.tarball, integrity };
}

function runNpm(
  args: string[],
  { env, timeoutMs }: { env: NodeJS.ProcessEnv; timeoutMs: number },
): Promise<string> {
  const { command, before, shell } = npmCommand(env);
  const child = spawn(command, [...before, ...args.map((arg) => (shell ? quoted(arg) : arg))], {
    env,
    shell,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: timeoutMs,
    windowsHide: true,
  });
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  return new Promise((resolve, reject) => {
    child.on("error", (cause) => reject(new Error("npm cannot be started", { cause })));
    child.on("close", (code, signal) => {
      if (code === 0) resolve(out);
      else if (signal) reject(new Error(`npm ${args[0]} took over ${timeoutMs / 1000} s`));
      else reject(new Error(`npm ${args[0]}: ${npmReason(err) || `exit status ${code}`}`));
    });
  });
}

/** The npm that runs this program, or the one on the path (a .cmd on Windows, so by the shell). */
function npmCommand(env: NodeJS.ProcessEnv): {
  command: string;
  before: string[];
  shell: boolean;
} {
  const script = env.npm_execpath;
  if (script && /npm-cli\.c?js$/.test(script)) {
    return { command: process.execPath, before: [script], shell: false };
  }
  return { command: "npm", before: [], shell: process.platform === "win32" };
}

function quoted(arg: string): string {
  return /[\s&|<>^]/.test(arg) ? `"${arg}"` : arg;
}

/** npm's lines look like "npm error code ENOTFOUND"; the first two with a meaning for people. */
export function npmReason(stderr: string): string {
  const lines = stderr.split("\n").filter((line) => /^npm (error|ERR!) /.test(line));
  const words = lines.map((line) => line.replace(/^npm (error|ERR!) /, "").trim());
  const telling = words.filter((word) => word !== "" && !/^(errno|syscall|type) /.test(word));
  return telling.slice(0, 2).join(", ");
}
