import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type KeptFigures, type LogEvent, readExperiment } from "@spikefed/protocol";
import { reportData, renderReport } from "@spikefed/report";
import { type MadeUp, madeUpLog } from "@spikefed/report/testing";
import { readLog, writeKeptFigures } from "@spikefed/run-store";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { extrasOf } from "../simulate/extras.ts";
import { makeReport } from "./make-report.ts";

const hash = "1".repeat(64); // of the made-up log's last model
const figures: KeptFigures = {
  ...{ format: 1, modelHash: hash, inputRate: null, bytesDown: [{ round: 1, bytes: 4321 }] },
  labelCounts: [[7, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
  confusion: Array.from({ length: 10 }, (_, i) => Array.from({ length: 10 }, (__, j) => i * j)),
  spikeRates: [0, 1, 3, 4, 6].map((block) => ({ block, perStep: [0.1, 0.1, 0.1, 0.1] })),
};
const manifest = {
  ...{ format: 1, experiment: readExperiment({ seed: 1 }), executor: "kernels/wasm" },
  dataset: { name: "CIFAR-10", source: "made up", procedural: false, sha256: "d".repeat(64) },
  ...{ adapter: "a made-up processor", versions: { spikefed: "0.1.0" } },
  builds: [{ source: "b".repeat(64), commit: "c".repeat(40) }],
  ...{ command: "npm run simulate -- --set seed=1", model: { round: 8, sha256: hash } },
};

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "spikefed-report-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const linesOf = (events: readonly LogEvent[]) =>
  events.map((event) => `${JSON.stringify(event)}\n`).join("");

/** A folder with a log: of simulate, or of a coordinator (`log.jsonl`). */
async function runIn(name: string, options: MadeUp = {}, log = "run.jsonl"): Promise<string> {
  const folder = join(root, name);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, log), linesOf(madeUpLog(options)));
  return folder;
}

const uneven = { settings: { partition: { kind: "dirichlet", alpha: 0.1 } } } as const;

describe("one run", () => {
  test("of simulate is its report, with what manifest and figures tell", async () => {
    const folder = await runIn("a");
    await writeFile(join(folder, "manifest.json"), JSON.stringify(manifest));
    await writeKeptFigures(folder, figures);
    const { html, name, warnings } = await makeReport([folder]);
    expect([name, warnings]).toEqual(["report.html", []]);
    const { events } = await readLog(join(folder, "run.jsonl"));
    const extras = extrasOf(manifest as never, figures, events);
    expect(html).toBe(renderReport(reportData(events, extras)));
    const told = ["a made-up processor", "--set seed=1", "commit cccccccccccc", "b".repeat(64)];
    for (const known of [...told, "Answers of the last model"]) {
      expect(html).toContain(known);
    }
  });

  test("whose figures are of another model shows none of them", async () => {
    const folder = await runIn("a");
    await writeKeptFigures(folder, { ...figures, modelHash: "2".repeat(64) });
    const { html } = await makeReport([folder]);
    expect(html).not.toContain("Answers of the last model");
    expect(html).toContain("The confusion matrix: ");
  });

  test("of a coordinator is found in its data folder, and no name is in it", async () => {
    await runIn(".spikefed/run-abcdefgh", {}, "log.jsonl");
    await writeFile(join(root, ".spikefed/run-abcdefgh/identities.json"), `[{"name":"Fox"}]`);
    const { html, name } = await makeReport([join(root, ".spikefed")]);
    expect(name).toBe("report.html");
    expect(html).not.toContain("Fox");
  });

  test("that was cut off is told as far as it went, with a warning", async () => {
    const folder = await runIn("a");
    const log = join(folder, "run.jsonl");
    const whole = await readFile(log, "utf8");
    await writeFile(log, whole.slice(0, -20));
    const { html, warnings } = await makeReport([folder]);
    expect(warnings[0]).toContain(`${log} ends in the middle of line`);
    expect(html).toContain("the log ends before the run does");
  });
});

describe("several runs", () => {
  test("of a sweep are compared: seeds in one group, called by what differs", async () => {
    await runIn("sweep/even-10", { seed: 10 });
    await runIn("sweep/even-9", { seed: 9 });
    await runIn("sweep/more/uneven", uneven);
    await mkdir(join(root, "sweep/models"));
    const { html, name, summary } = await makeReport([join(root, "sweep")]);
    expect(name).toBe("comparison.html");
    expect(summary).toEqual([
      ...["2 groups, 3 runs:", "  alike data: 2 runs", "  Dirichlet, alpha 0.1: 1 run"],
    ]);
    for (const title of ["even-9", "even-10", "more/uneven"]) {
      expect(html).toContain(`<bdi>${title}</bdi>`);
    }
  });

  test("of several builds are told to be", async () => {
    for (const [i, source] of ["a", "b"].entries()) {
      const folder = await runIn(source, { seed: i + 1 });
      const builds = [{ source: source.repeat(64), commit: null }];
      await writeFile(join(folder, "manifest.json"), JSON.stringify({ ...manifest, builds }));
    }
    expect((await makeReport([root])).html).toContain("The runs were made by 2 builds");
    await rm(join(root, "b"), { recursive: true });
    await runIn("c", { seed: 3 });
    expect((await makeReport([root])).html).not.toContain("builds: sums");
  });

  test("are each there once, however often they are named", async () => {
    const [a, b] = [await runIn("a"), await runIn("b", { seed: 2 })];
    await symlink(a, join(root, "again"));
    const { summary } = await makeReport([a, b, a, root, join(root, "again")]);
    expect(summary[0]).toBe("1 group, 2 runs:");
  });

  test("leave out one that was not opened yet, and say so", async () => {
    await runIn("a");
    await runIn("b", { seed: 2 });
    const folder = await runIn("c");
    await writeFile(join(folder, "run.jsonl"), "");
    const { summary, warnings } = await makeReport([root]);
    expect(summary[0]).toBe("1 group, 2 runs:");
    expect(warnings).toEqual([`${join(folder, "run.jsonl")} is empty: that run is left out.`]);
  });
});

describe("what is refused, with its name", () => {
  test.each([
    ["nothing", "there is no such folder"],
    ["file", "it is a file"],
    ["empty", "run.jsonl or log.jsonl"],
  ])("%s", async (name, why) => {
    await mkdir(join(root, "empty"));
    await writeFile(join(root, "file"), "");
    const folder = join(root, name);
    await expect(makeReport([folder])).rejects.toMatchObject({ code: "report/no-run" });
    await expect(makeReport([folder])).rejects.toThrow(folder);
    await expect(makeReport([folder])).rejects.toThrow(why);
  });

  test("a log that has no opening, or settings that nobody can read", async () => {
    const folder = await runIn("a");
    const file = join(folder, "run.jsonl");
    const [opened, ...others] = madeUpLog();
    const renumbered = others.map((event, seq) => ({ ...event, seq }));
    await writeFile(file, linesOf(renumbered));
    await expect(makeReport([folder])).rejects.toMatchObject({
      ...{ code: "report/file", facts: { file } },
      fact: expect.stringContaining("does not begin with run-opened") as string,
    });
    await writeFile(file, linesOf([{ ...opened, settings: { preset: "s6" } } as never]));
    await expect(makeReport([folder])).rejects.toMatchObject({ code: "report/file" });
  });

  test.each(["manifest.json", "figures.json"])("a %s that is none", async (name) => {
    const folder = await runIn("a");
    await writeFile(join(folder, name), "{");
    await expect(makeReport([folder])).rejects.toMatchObject({
      ...{ code: "report/file", facts: { file: join(folder, name) } },
    });
  });

  test("a run that was not opened yet", async () => {
    const folder = await runIn("a");
    await writeFile(join(folder, "run.jsonl"), "");
    await expect(makeReport([folder])).rejects.toThrow("its run log is empty");
  });
});
