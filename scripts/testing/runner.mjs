// What every step of `npm test` runs its programs with.
import { mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { ensureCoordinatorBuilt } from "../build.mjs";
import { runWatched } from "../child.mjs";
import { root, toolPath, typescriptArgs, typescriptEnv } from "../root.mjs";
import { countPlaywright } from "./playwright-report.mjs";
import { judge, single } from "./tally.mjs";

const reports = path.join(root, ".spikefed/test");
const color = process.stdout.isTTY ? { FORCE_COLOR: "1" } : {};

/** Its output and signs of life go to `write`: `(text) => void`. */
function runNode(write, args, label, env = {}) {
  const options = { cwd: root, env: { ...color, ...env }, label, write };
  return runWatched(process.execPath, args, options);
}

/** A tool that is right or wrong as a whole. */
export async function checkWith(write, tool, args) {
  const { code } = await runNode(write, [toolPath(tool), ...args], "still checking");
  return single(code === 0);
}

async function freshReport(name) {
  await mkdir(reports, { recursive: true });
  const file = path.join(reports, name);
  await rm(file, { force: true });
  return file;
}

const readReport = (file) =>
  readFile(file, "utf8").then(
    (text) => JSON.parse(text),
    () => null,
  );

/** One Vitest project. */
export async function runVitest(write, project, env = {}) {
  const file = await freshReport(`vitest-${project}.json`);
  const reporter = path.join(root, "scripts/testing/vitest-reporter.mjs");
  const flags = ["--project", project, "--reporter=default", `--reporter=${reporter}`];
  const { code } = await runNode(
    write,
    [toolPath("vitest/vitest.mjs"), "run", ...flags],
    "still testing",
    { ...env, SPIKEFED_REPORT: file },
  );
  return judge(await readReport(file), code);
}

/** One project of the end-to-end tests, in this browser. */
export async function runPlaywright(write, chromium, { project, workers }) {
  const file = await freshReport(`playwright-${project}.json`);
  const chosen = ["--project", project, "--workers", String(workers)];
  const flags = ["--config", "e2e/playwright.config.ts", "--reporter=list,json", ...chosen];
  const { code } = await runNode(
    write,
    [toolPath("@playwright/test/cli.js"), "test", ...flags],
    "still testing",
    { SPIKEFED_CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: file },
  );
  const report = await readReport(file);
  return judge(report === null ? null : countPlaywright(report), code);
}

/** `spikefed verify` on the golden cases, on these adapters. */
export async function runVerify(write, adapters) {
  const { code } = await runNode(
    write,
    typescriptArgs("apps/cli/src/main.ts", ["verify"]),
    "still verifying",
    { ...typescriptEnv, SPIKEFED_ADAPTERS: JSON.stringify(adapters) },
  );
  return single(code === 0);
}

/** `spikefed blocks` at the smallest batch, with this Python's PyTorch. */
export async function runBlocks(write, adapter, python) {
  const { code } = await runNode(
    write,
    typescriptArgs("apps/cli/src/main.ts", ["blocks", "--python", python]),
    "still comparing",
    { ...typescriptEnv, SPIKEFED_ADAPTERS: JSON.stringify([adapter]) },
  );
  return single(code === 0);
}

/** The trials, small, two at a time. */
export async function runTorture(write) {
  await ensureCoordinatorBuilt(write);
  const { code } = await runNode(
    write,
    typescriptArgs("torture/src/main.ts", ["--at-once", "2"]),
    "still tormenting",
    typescriptEnv,
  );
  return single(code === 0);
}
