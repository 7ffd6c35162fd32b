// What runs now, told on stderr: in place on a terminal, else a line when nothing was said for two
// seconds.

const QUIET_MS = 2000;

export interface Progress {
  /** Something new runs. */
  now: (text: string) => void;
  /** Prints lines that stay. */
  lines: (lines: readonly string[]) => void;
  stop: () => void;
}

export interface ProgressWorld {
  out: (text: string) => void;
  err: (text: string) => void;
  isTerminal: boolean;
  clock: () => number;
}

export function tellProgress({ out, err, isTerminal, clock }: ProgressWorld): Progress {
  let text = "";
  let said = "";
  let saidAt = clock();
  const wipe = () => {
    if (isTerminal && said !== "") err("\r\u001b[K");
    said = "";
  };
  const look = () => {
    if (text === said || clock() - saidAt < (isTerminal ? 0 : QUIET_MS)) return;
    wipe();
    err(isTerminal ? text : `... ${text}\n`);
    [said, saidAt] = [text, clock()];
  };
  const timer = setInterval(look, 500);
  return {
    now: (next) => {
      text = next;
    },
    lines: (lines) => {
      wipe();
      out(lines.map((line) => `${line}\n`).join(""));
      saidAt = clock();
    },
    stop: () => {
      clearInterval(timer);
      wipe();
    },
  };
}
