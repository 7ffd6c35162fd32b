// Starting other programs: in our place, or watched with signs of life.
import { spawn } from "node:child_process";
import { constants } from "node:os";

const forwarded = ["SIGINT", "SIGTERM", "SIGHUP"];

/** npm and the terminal both deliver one Ctrl-C; what comes this soon after is the same press. */
const samePressMs = 400;

/** A shell's exit code for how a child ended. */
export function exitCode(code, signal) {
  return code ?? 128 + (constants.signals[signal] ?? 0);
}

/** Passes each press of Ctrl-C, each kill and the end of the terminal on to the child, once. */
function forwardSignals(child) {
  let lastMs = -Infinity;
  for (const signal of forwarded) {
    process.on(signal, () => {
      const nowMs = performance.now();
      if (nowMs - lastMs > samePressMs) child.kill(signal);
      lastMs = nowMs;
    });
  }
}

/** npm passes a signal on to the shell between us and it, which dies without a word to us. */
function endWithNpm(child) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    child.kill("SIGTERM");
  }, 250);
  timer.unref();
}

/**
 * Runs a program in our place: same terminal, its exit code becomes ours. It leads its own process
 * group, so that a signal reaches it through us only, once.
 */
export function takeOver(command, args, { cwd, env } = {}) {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: "inherit",
    detached: process.platform !== "win32",
  });
  forwardSignals(child);
  endWithNpm(child);
  child.once("error", (error) => {
    console.error(`cannot start ${command}: ${error.message}`);
    process.exit(1);
  });
  child.once("exit", (code, signal) => process.exit(exitCode(code, signal)));
}

/** Calls back when nothing was reported for `everyMs`; `touch` reports, `stop` ends it. */
function watchSilence(everyMs, onSilence) {
  let lastMs = performance.now();
  const timer = setInterval(() => {
    if (performance.now() - lastMs < everyMs) return;
    lastMs = performance.now();
    onSilence();
  }, 1000);
  return { touch: () => (lastMs = performance.now()), stop: () => clearInterval(timer) };
}

/** Ends the child on Ctrl-C or a kill, and us with it once it has cleaned up. */
function endTogether(child) {
  const stop = (signal) => {
    child.kill(signal);
    child.once("close", () => process.exit(exitCode(null, signal)));
  };
  for (const signal of forwarded) process.on(signal, stop);
  return () => forwarded.forEach((signal) => process.off(signal, stop));
}

/**
 * Runs a program, passes its output on as it comes, and says that it still runs when it was silent.
 *
 * @param options.write where output and heartbeats go: `(text) => void`; `quiet` keeps output back
 * @param options.label what the heartbeat says
 * @returns `{ code, output }`; a program that cannot start has code 127
 */
export function runWatched(command, args, options) {
  const { cwd, env, write, label, heartbeatMs = 20_000, quiet = false } = options;
  const startMs = performance.now();
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const silence = watchSilence(heartbeatMs, () => {
    write(`  ... ${label}: ${Math.round((performance.now() - startMs) / 1000)} s\n`);
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      output += text;
      if (quiet) return;
      silence.touch();
      write(text);
    });
  }
  const release = endTogether(child);
  return new Promise((resolve) => {
    const settle = (result) => {
      silence.stop();
      release();
      resolve(result);
    };
    child.once("error", (error) => settle({ code: 127, output: `${output}${error.message}\n` }));
    child.once("close", (code, signal) => settle({ code: exitCode(code, signal), output }));
  });
}
