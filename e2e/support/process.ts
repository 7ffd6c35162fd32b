// A program of ours as a process: what it has said, and its end. It is ended by its own id only.
import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Running {
  /** stdout and stderr so far. */
  output: () => string;
  /** The first match in the output. Rejects when the process ends before. */
  says: (pattern: RegExp) => Promise<RegExpExecArray>;
  isAlive: () => boolean;
  /** Its exit code when it is gone; null: a signal ended it. */
  ended: Promise<number | null>;
  stop: (signal: "SIGTERM" | "SIGKILL") => Promise<number | null>;
}

type OnText = (text: string) => void;

/** Runs a TypeScript file, named from the root. `onText` hears everything it says. */
export const runTypescript = (file: string, args: readonly string[], onText?: OnText): Running =>
  runNode(["--import", "tsx"], file, args, onText);

/** The same of a file that is built. */
export const runBuilt = (file: string, args: readonly string[], onText?: OnText): Running =>
  runNode(["--enable-source-maps"], file, args, onText);

function runNode(
  flags: readonly string[],
  file: string,
  args: readonly string[],
  onText: OnText = () => undefined,
): Running {
  const argv = [...flags, path.join(root, file), ...args];
  const child = spawn(process.execPath, argv, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const listeners = new Set<() => void>();
  const changed = () => listeners.forEach((listener) => listener());
  const hear = (chunk: Buffer) => {
    output += chunk.toString();
    onText(chunk.toString());
    changed();
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  const isAlive = () => child.exitCode === null && child.signalCode === null;
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  void ended.then(changed);
  const says = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(output);
        if (match === null && isAlive()) return;
        listeners.delete(look);
        if (match !== null) resolve(match);
        else reject(new Error(`${file} ended before it said ${pattern.source}:\n${output}`));
      };
      listeners.add(look);
      look();
    });
  const stop = (signal: NodeJS.Signals) => {
    if (isAlive()) child.kill(signal);
    return ended;
  };
  return { output: () => output, says, isAlive, ended, stop };
}
