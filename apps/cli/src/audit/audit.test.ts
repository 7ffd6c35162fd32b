// Audits of simulated runs: whole ones, and ones of which a byte is wrong.

import { appendFile, cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

import { createRandom, below } from "@spikefed/fl-core";
import { canonicalJson, type ExperimentChoice, type SignedRecord } from "@spikefed/protocol";
import { type AuditReport, auditRun, runFiles, sha256Of } from "@spikefed/run-store";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { Death, mortal, runTiny, tinyShape } from "../simulate/testing/tiny-federation.ts";
import { auditText } from "./audit-text.ts";

let root: string;
beforeAll(async () => void (root = await mkdtemp(join(tmpdir(), "spikefed-audit-"))));
afterAll(() => rm(root, { recursive: true, force: true, maxRetries: 3 }));

const audit = (folder: string, key: string | null = null): Promise<AuditReport> =>
  auditRun(runFiles(folder, join(folder, "run.jsonl")), {
    key,
    shapeOf: ({ updateEncoding: encoding }) => ({ ...tinyShape, encoding }),
  });

let runs = 0;
async function ranOnce(experiment: ExperimentChoice = {}, keepUpdates = true): Promise<string> {
  const folder = join(root, `run-${(runs += 1)}`);
  await runTiny(folder, { experiment, keepUpdates });
  return folder;
}

const adam: ExperimentChoice = { strategy: { kind: "fedadam" }, evaluateEvery: 2, rounds: 4 };

describe("a run that is as it was written", () => {
  test.each<[string, ExperimentChoice]>([
    ["fedavg", {}],
    ["fedadam, whose memory is carried along", adam],
    [
      "uniform weights and clipping",
      { strategy: { kind: "fedavg", weighting: "uniform", clipNorm: 0.01 } },
    ],
    ["updates of 8 bits", { updateEncoding: { kind: "int8" } }],
    ["krum", { strategy: { kind: "krum" }, participants: 5, rounds: 2 }],
  ])("%s: every average is computed again", async (_, experiment) => {
    const report = await audit(await ranOnce(experiment));
    expect(report.findings).toEqual([]);
    const { rounds } = report.records;
    expect(rounds).toBe(experiment.rounds ?? 3);
    expect(report.averages).toEqual({ same: rounds, missing: 0 });
    expect(report.models).toEqual({ whole: rounds + 1, of: rounds + 1 });
    expect(report.log.sealed).toBe(report.log.lines - 2); // "evaluated" and "run-ended"
  });

  test("of which rounds were taken back, with what the strategy remembered before them", async () => {
    const experiment = { gateDrop: 0, evaluateEvery: 1, rounds: 8, strategy: { kind: "fedavgm" } };
    const folder = await ranOnce(experiment as ExperimentChoice);
    expect(await readFile(join(folder, "run.jsonl"), "utf8")).toContain('"type":"rolled-back"');
    const report = await audit(folder);
    expect(report).toMatchObject({ findings: [], averages: { same: 8, missing: 0 } });
  });

  test("without its updates: nothing is wrong, and what is not there is counted", async () => {
    const folder = await ranOnce({}, false);
    const report = await audit(folder);
    expect(report).toMatchObject({ findings: [], averages: { same: 0, missing: 3 } });
    expect(report.models).toEqual({ whole: 2, of: 4 }); // the newest, and the best
    expect(auditText(folder, report)).toEqual([
      `${folder}: as it was written`,
      "  run      tiny-run",
      "  records  5 in one chain, 3 of them of rounds",
      `  key      ${report.records.key}`,
      `  head     ${report.records.head}`,
      `  log      ${report.log.lines} lines, ${report.log.sealed} of them sealed by a record`,
      "  models   2 of 4 are here, their hashes checked",
      "  updates  0 of 12 are here, their hashes checked",
      "  averages 0 of 3 computed again; of the others not all updates and models are here",
    ]);
  });

  test("cut off between a model and its line, then resumed: the record is made again", async () => {
    const folder = join(root, "cut-off");
    // started, opened, four updates, closed; the eighth line is the average
    const log: Parameters<typeof runTiny>[1] = { log: (inner) => mortal(inner, 8, "before") };
    await expect(runTiny(folder, { ...log, keepUpdates: true })).rejects.toThrow(Death);
    const lost = await readFile(join(folder, "records.jsonl"), "utf8");
    expect(lost.split("\n")).toHaveLength(2);
    expect((await audit(folder)).findings).toEqual([]);
    await runTiny(folder, { keepUpdates: true });
    expect((await readFile(join(folder, "records.jsonl"), "utf8")).startsWith(lost)).toBe(true);
    expect((await audit(folder)).findings).toEqual([]);
  });
});

describe("what is wrong is named", () => {
  const changed = async (name: string, change: (text: string) => string): Promise<string[]> => {
    const folder = await ranOnce(adam);
    const file = join(folder, name);
    await writeFile(file, change(await readFile(file, "utf8")));
    return (await audit(folder)).findings.map(
      (finding) => `${relative(folder, finding.file)}: ${finding.why}`,
    );
  };

  test("another key than was asked for", async () => {
    const folder = await ranOnce();
    const { key } = (await audit(folder)).records;
    expect((await audit(folder, key)).findings).toEqual([]);
    const [finding] = (await audit(folder, "0".repeat(64))).findings;
    expect(finding?.why).toBe(`it is signed by key ${key}, not by ${"0".repeat(64)}`);
  });

  test("a record that is gone, one that is doubled, blanks", async () => {
    const without = await changed("records.jsonl", (text) => text.slice(text.indexOf("\n") + 1));
    expect(without[0]).toMatch(/^records.jsonl: line 1, from byte 0: it is record 1, 0 is next$/);
    expect(without).toContainEqual(expect.stringContaining("record 5: it is missing"));
    const doubled = await changed("records.jsonl", (text) => text + text.split("\n").at(-2) + "\n");
    expect(doubled[0]).toMatch(/it is record 5, 6 is next$/);
    const blank = await changed("records.jsonl", (text) => text.replace('{"hash"', '{ "hash"'));
    expect(blank[0]).toBe(
      "records.jsonl: line 1, from byte 0: byte 1 of it is not as it was written",
    );
  });

  test("a record that somebody else wrote anew, with its right hash", async () => {
    const forged = await changed("records.jsonl", (text) => {
      const lines = text.trimEnd().split("\n");
      const last = JSON.parse(lines.pop()!) as SignedRecord;
      const record = { ...last.record, correct: 20 };
      const hash = sha256Of(Buffer.from(canonicalJson(record)));
      return [...lines, canonicalJson({ ...last, record, hash }), ""].join("\n");
    });
    expect(forged[0]).toMatch(
      /^records.jsonl: line 6, from byte \d+: the signature is not of its key$/,
    );
    expect(forged[1]).toMatch(/record 5: the log names record [0-9a-f]{64}, it is/);
  });

  test("a record that asks for what cannot be computed", async () => {
    const unknown = await changed("records.jsonl", (text) =>
      text.replace("weighting", "weigh5ing"),
    );
    expect(unknown[0]).toBe(
      "records.jsonl: line 1, from byte 0: the record does not have the hash that it is called by",
    );
    expect(unknown).toContainEqual(expect.stringContaining("it cannot be computed again: "));
  });

  test("records that are all gone", async () => {
    const [first, ...more] = await changed("records.jsonl", () => "");
    expect(first).toMatch(/^records.jsonl: record 0: it is missing; the log names [0-9a-f]{64}$/);
    expect(more).toHaveLength(5);
  });

  test("a log that tells another story, even where its own sums are right", async () => {
    const folder = await ranOnce(adam);
    const other = await ranOnce({ ...adam, seed: 2 });
    await cp(join(other, "run.jsonl"), join(folder, "run.jsonl"));
    const whys = (await audit(folder)).findings.map(({ why }) => why);
    expect(whys[0]).toMatch(
      /^lines 1 to 18, from byte 0 to \d+, are not those which record 0 sealed$/,
    );
    expect(whys).toContainEqual(
      expect.stringMatching(/^record 0: the log names record [0-9a-f]+, it is/),
    );
  });

  test("a kept update that is gone", async () => {
    const folder = await ranOnce();
    const name = (await readdir(join(folder, "kept"))).find((one) => one.includes("."))!;
    await rm(join(folder, "kept", name));
    const report = await audit(folder);
    expect(report.findings).toEqual([
      { file: join(folder, "kept", name), why: "a kept update is missing" },
    ]);
    expect(report.averages).toEqual({ same: 2, missing: 1 });
  });

  test("a copy of the best model that is none of the run's", async () => {
    const folder = await ranOnce();
    const best = join(folder, "best.safetensors");
    await cp(join(folder, "model.safetensors"), best);
    expect((await audit(folder)).findings).toEqual([]);
    await appendFile(best, "x");
    expect((await audit(folder)).findings.map(({ why }) => why)).toEqual([
      expect.stringMatching(/^its sha256 is [0-9a-f]{64}, which no model of the run has$/),
    ]);
  });

  test("a log that goes on behind its end", async () => {
    const folder = await ranOnce();
    await appendFile(join(folder, "run.jsonl"), '{"seq":99');
    expect((await audit(folder)).findings.map(({ why }) => why)).toEqual([
      expect.stringMatching(/^it ends in the middle of line \d+$/),
    ]);
  });
});

/** Files whose every byte an audit answers for. */
async function auditedFiles(folder: string): Promise<string[]> {
  const blobs = await Promise.all(
    ["models", "kept"].map(async (name) =>
      (await readdir(join(folder, name))).map((file) => join(name, file)),
    ),
  );
  return ["records.jsonl", "run.jsonl", "model.safetensors", "best.safetensors", ...blobs.flat()];
}

test("one wrong byte anywhere is found, and its file is named", { timeout: 120_000 }, async () => {
  // a copy: kept files are links, and each shall be wrong alone
  const folder = join(root, "copy");
  await cp(await ranOnce(adam), folder, { recursive: true });
  const files = await auditedFiles(folder);
  expect(files.some((name) => name.endsWith(".server"))).toBe(true);
  const sizes = await Promise.all(files.map(async (name) => (await stat(join(folder, name))).size));
  const random = createRandom(15, 0, 0);
  for (let flip = 0; flip < 200; flip++) {
    // each file the same often, so that small ones are not passed over
    const name = files[flip % files.length]!;
    const file = join(folder, name);
    const bytes = await readFile(file);
    const at = below(random, sizes[flip % files.length]!);
    const wrong = Buffer.from(bytes);
    wrong[at]! ^= 1 << below(random, 8);
    await writeFile(file, wrong);
    const { findings } = await audit(folder);
    const where = `flip ${flip}: ${name} at byte ${at}`;
    expect(findings[0] && relative(folder, findings[0].file), where).toBe(name);
    await writeFile(file, bytes);
  }
  expect((await audit(folder)).findings).toEqual([]);
});
