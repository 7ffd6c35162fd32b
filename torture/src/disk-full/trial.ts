// A disk without space: every kind of write fails now and then, and, where a small disk can be had,
// a real one fills up.

import { execFile } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { judge } from "../kill/judge.ts";
import { Stage } from "../kill/stage.ts";
import type { Figure, Trial, TrialOptions, TrialResult } from "../trial.ts";

export const diskFullTrial: Trial = {
  name: "disk-full",
  about: "writes that find no space, and a disk of 4 MB that fills up",
  run: fillDisks,
};

const run = promisify(execFile);

async function fillDisks(options: TrialOptions): Promise<TrialResult> {
  const short = await shortWrites(options);
  const small = await smallDisk(options);
  return {
    figures: [...short.figures, ...small.figures],
    violations: [...short.violations, ...small.violations],
  };
}

/** Two of each few writes fail, so that over the rounds every kind of write does. */
async function shortWrites({ full, folder, seed }: TrialOptions): Promise<TrialResult> {
  const dataDir = join(folder, "short");
  const report = join(folder, "short.txt");
  await mkdir(dataDir, { recursive: true });
  await writeFile(report, "");
  const preload = new URL("./short-writes.mjs", import.meta.url).href;
  const env = {
    ...{ NODE_OPTIONS: `--import=${preload}`, SPIKEFED_FS_ROOT: dataDir },
    ...{ SPIKEFED_FULL_REPORT: report, SPIKEFED_FULL_LENGTH: "2" },
    SPIKEFED_FULL_EVERY: String(4 + (seed % 3)),
  };
  const stage = await Stage.open({ dataDir, rounds: full ? 60 : 6, env });
  try {
    stage.start(null);
    const hasBegun = await stage.beginRun();
    const isOver = hasBegun && (await stage.until(() => stage.told("run-ended").length > 0));
    const result = await endAndJudge(stage, dataDir);
    if (!isOver) result.violations.push(`the run stood still: ${stage.process.output.slice(-600)}`);
    if (!stage.process.output.includes("store/full")) result.violations.push("nobody was told");
    const failed = (await readFile(report, "utf8")).split("\n").filter(Boolean);
    const kinds = [...new Set(failed)].sort();
    const where = kinds.map((kind) => `${failed.filter((each) => each === kind).length} ${kind}`);
    return {
      violations: result.violations,
      figures: [
        { what: "writes without space", asked: null, measured: where.join(", ") },
        { what: "rounds that went on by themselves", asked: null, measured: `${result.rounds}` },
      ],
    };
  } finally {
    stage.close();
  }
}

/** Ballast leaves room for a few rounds; when the coordinator says that it is full, it goes. */
async function smallDisk({ folder }: TrialOptions): Promise<TrialResult> {
  const dataDir = join(folder, "small");
  await mkdir(dataDir, { recursive: true });
  const what = "a disk of 4 MB that filled up";
  const none = (why: string) => ({ violations: [], figures: [row(what, `not measured: ${why}`)] });
  try {
    await run("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", dataDir]);
  } catch {
    return none("this user may not mount one");
  }
  const ballast = join(dataDir, "ballast");
  await writeFile(ballast, new Uint8Array(2_000_000));
  const stage = await Stage.open({ dataDir, rounds: 1000 });
  try {
    stage.start(null);
    await stage.beginRun();
    const isFull = await stage.until(() => stage.process.output.includes("store/full"));
    const before = stage.told("aggregated").length;
    await rm(ballast);
    const goesOn = await stage.until(() => stage.told("aggregated").length >= before + 2);
    const { violations } = await endAndJudge(stage, dataDir);
    if (!isFull) violations.push("the small disk was full, and nobody was told");
    if (!goesOn) violations.push("space was back, and the run did not go on");
    return { violations, figures: [row(what, `after ${before} rounds; it went on`)] };
  } finally {
    stage.close();
    await stage.process.ended;
    await run("umount", [dataDir]);
  }
}

const row = (what: string, measured: string): Figure => ({ what, asked: null, measured });

async function endAndJudge(stage: Stage, dataDir: string) {
  stage.process.kill("SIGTERM");
  await stage.ended();
  return judge(join(dataDir, ".."), stage.history, await stage.savedEvents());
}
