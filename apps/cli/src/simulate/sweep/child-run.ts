// A run of the sweep in a process of its own, as `simulate` runs it.

import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";

export interface ChildRun {
  child: ChildProcess;
  ended: Promise<{
    /** As a shell has it: 128 and the signal's number where one ended it. */
    code: number;
    /** Its last words. */
    last: string;
  }>;
}

/** Of the output, for the last line of it. */
const KEPT = 4000;

/** @param words Behind the name of the program. */
export function startChild(words: readonly string[]): ChildRun {
  const [, main = ""] = process.argv;
  const child = spawn(process.execPath, [...process.execArgv, main, ...words], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (part: string) => (text = (text + part).slice(-KEPT)));
  }
  const ended = new Promise<{ code: number; last: string }>((resolve) => {
    child.once("error", (error) => resolve({ code: 127, last: error.message }));
    child.once("close", (code, signal) => {
      const number = signal === null ? 0 : 128 + constants.signals[signal];
      resolve({ code: code ?? number, last: lastLine(text) });
    });
  });
  return { child, ended };
}

const lastLine = (text: string): string => text.trimEnd().split("\n").at(-1) ?? "";
