import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { expect, test } from "vitest";
import { exitCode, runWatched } from "./child.mjs";

const child = path.join(import.meta.dirname, "child.mjs");

/** A program that hands over to another, given as source text. */
function startTakenOver(source) {
  const script = `import { takeOver } from ${JSON.stringify(child)};
    takeOver(process.execPath, ["-e", ${JSON.stringify(source)}]);`;
  return spawn(process.execPath, ["--input-type=module", "-e", script]);
}

test("the exit code of the program that took over is passed on", async () => {
  const [code] = await once(startTakenOver("process.exit(7)"), "exit");
  expect(code).toBe(7);
});

test.skipIf(process.platform === "win32")("a repeated signal arrives once", async () => {
  const parent = startTakenOver(`
    let count = 0;
    process.on("SIGINT", () => {
      count += 1;
      if (count === 1) console.log("first");
      setTimeout(() => process.exit(10 + count), 200);
    });
    setInterval(() => {}, 1000);
    console.log("ready");`);
  await once(parent.stdout, "data");
  parent.kill("SIGINT");
  await once(parent.stdout, "data");
  parent.kill("SIGINT");
  const [code] = await once(parent, "exit");
  expect(code).toBe(11);
});

test("a signal's exit code is a shell's", () => {
  expect(exitCode(3, null)).toBe(3);
  expect(exitCode(null, "SIGTERM")).toBe(143);
});

test("a watched program's output passes through and is returned", async () => {
  let seen = "";
  const options = { write: (text) => (seen += text), label: "working" };
  const { code, output } = await runWatched(process.execPath, ["-e", "console.log(1)"], options);
  expect([code, output, seen]).toEqual([0, "1\n", "1\n"]);
  const missing = await runWatched("no-such-program", [], options);
  expect(missing.code).toBe(127);
});

test("a silent program gives signs of life", async () => {
  const lines = [];
  const options = { write: (text) => lines.push(text), label: "still working", heartbeatMs: 1000 };
  await runWatched(process.execPath, ["-e", "setTimeout(() => {}, 2500)"], options);
  expect(lines[0]).toMatch(/still working: \d s/);
});
