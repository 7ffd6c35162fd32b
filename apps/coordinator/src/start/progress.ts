// How far a dataset is, on stderr: one line that changes on a terminal, a line now and then else.

import type { DataProgress, OnProgress } from "@spikefed/datasets";

export interface Screen {
  write(text: string): unknown;
  isTTY?: boolean | undefined;
}

const DOING = {
  fetch: "fetching",
  verify: "checking",
  decode: "unpacking",
  write: "keeping",
  read: "reading",
} as const satisfies Record<DataProgress["step"], string>;

const BAR = 24;
const TTY_MS = 100;
const LINE_MS = 3_000;

export interface ProgressLine {
  onProgress: OnProgress;
  /** Clears the line. */
  end(): void;
}

export function progressLine(title: string, screen: Screen, now: () => number): ProgressLine {
  const everyMs = screen.isTTY ? TTY_MS : LINE_MS;
  let shownMs = screen.isTTY ? -Infinity : now(); // what is quick needs no lines
  let isShown = false;
  return {
    onProgress(progress) {
      if (now() - shownMs < everyMs) return;
      shownMs = now();
      isShown = true;
      const text = `${title}: ${describe(progress)}`;
      screen.write(screen.isTTY ? `\r\x1b[2K${text}` : `${text}\n`);
    },
    end() {
      if (isShown && screen.isTTY) screen.write("\r\x1b[2K");
    },
  };
}

export function describe({ step, done, total }: DataProgress): string {
  const unit = step === "decode" ? `${done} pictures` : `${(done / 1e6).toFixed(1)} MB`;
  if (total === null || total === 0) return `${DOING[step]} ${unit}`;
  const share = Math.min(1, done / total);
  const filled = Math.round(share * BAR);
  const bar = "#".repeat(filled) + "-".repeat(BAR - filled);
  const all = step === "decode" ? `of ${total}` : `of ${(total / 1e6).toFixed(1)} MB`;
  return `${DOING[step]} [${bar}] ${Math.floor(share * 100)} % (${unit} ${all})`;
}
