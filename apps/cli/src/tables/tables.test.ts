import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { type ExperimentChoice, readExperiment } from "@spikefed/protocol";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { outFolder, writeManifest } from "../simulate/out-folder.ts";
import { tableRuns, tables } from "../simulate/sweep/tables.ts";
import { manifestOf } from "../simulate/testing/tiny-federation.ts";
import { makeTables, withTables } from "./make-tables.ts";
import { foundRuns, resultIn } from "./read-results.ts";

const docs = fileURLToPath(new URL("../../../../docs/", import.meta.url));

let root: string;
beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), "spikefed-tables-"))));
afterEach(() => rm(root, { recursive: true, force: true }));

async function figures(name: string, ...rows: string[]): Promise<string> {
  const file = join(root, name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, ["round,accuracy,loss", ...rows, ""].join("\n"));
  return file;
}

const known = new Set(tableRuns([...tables.values()]).map(({ name }) => name));

test("the tables of the results are those of its figures", async () => {
  const file = join(docs, "results.md");
  const page = await readFile(file, "utf8");
  const found = await foundRuns(join(docs, "results"));
  const made = await makeTables(found);
  for (const { name } of made) expect(page).toContain(`<!-- sweep ${name}: npm run tables -->`);
  expect(withTables(page, made, file)).toBe(page);
  expect(found.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([]);
});

test("figures are found in the folders of a sweep, and as copies", async () => {
  await figures("iid-snn/seed-10/rounds.csv", "20,45.0,1.6");
  await figures("iid-snn/seed-2/rounds.csv", "20,44.0,1.6");
  await mkdir(join(root, "iid-ann/seed-1"), { recursive: true });
  const copy = await figures("iid-ann-seed-3.csv", "20,47.0,1.6");
  await writeFile(join(root, "comparison.html"), "");
  expect((await foundRuns(root)).map(({ name, seed }) => [name, seed])).toEqual([
    ...[
      ["iid-ann", 3],
      ["iid-snn", 2],
      ["iid-snn", 10],
    ],
  ]);
  const [copied, run] = await foundRuns(root);
  expect(copied).toMatchObject({ file: copy, folder: null });
  expect(run!.folder).toBe(join(root, "iid-snn/seed-2"));
});

test("a run stands where it was judged last", async () => {
  expect(await resultIn(await figures("a", "5,40.5,1", "10,45.1,1", "11,,"))).toEqual({
    ...{ round: 10, accuracy: 0.451 },
  });
  expect(await resultIn(await figures("b", "1,,"))).toBeNull();
});

test("a table of which nothing was run is left out", async () => {
  await figures("noise-1-ann-seed-1.csv", "20,45.0,1");
  const [only, ...others] = await makeTables(await foundRuns(root));
  expect([only!.name, only!.runs, only!.of, others]).toEqual(["noise", 1, 30, []]);
  expect(only!.text).toContain("| sigma = 1 | ANN twin | 45.0 |");
  expect(only!.text).toContain("| none | SNN | not run |");
});

describe("a run that lies in its folder", () => {
  /** Noise of sigma 1 on the spiking net, as far as the log says. */
  async function run(change: ExperimentChoice, ...types: string[]) {
    const experiment = readExperiment({ gradientNoise: 1, ...change });
    const rounds = await figures("noise-1-snn/seed-1/rounds.csv", "5,12.0,2");
    const folder = outFolder(dirname(rounds));
    await writeManifest(folder, manifestOf(experiment));
    const lines = types.map((type, seq) => JSON.stringify({ seq, atMs: 1, type }));
    await writeFile(folder.log, lines.map((line) => `${line}\n`).join(""));
    return { folder, experiment };
  }
  const rowOf = async () => {
    const [only] = await makeTables(await foundRuns(root));
    return only!.text.split("\n").find((line) => line.startsWith("| sigma = 1 | SNN |"));
  };

  test("is judged on its own pictures", async () => {
    await run({ testSamples: 10_000 }, "run-opened", "run-ended");
    expect(await rowOf()).toContain("| 12.0 | 12.0 | 11.4 to 12.7 (Wilson) |");
  });

  test("and did not end is not finished, and has no mean", async () => {
    await run({}, "run-opened", "aggregated");
    expect(await rowOf()).toContain("| 12.0 in round 5, not finished |  |  |");
  });

  test.each<[ExperimentChoice, string]>([
    [{ rounds: 5 }, "rounds is 5; the table asks 20"],
    [{ model: "s4" }, 'model is "s4"; the table asks "s5"'],
    [{ network: "ann" }, 'network is "ann"; the table asks "snn"'],
    [{ seed: 2 }, "seed is 2; the table asks 1"],
  ])("of the experiment %j is refused", async (change, why) => {
    const { folder } = await run(change, "run-opened", "run-ended");
    const refused = { code: "report/file", facts: { file: folder.manifest, why } };
    await expect(rowOf()).rejects.toMatchObject(refused);
  });
});

test("what is between the marks is replaced, and nothing else", async () => {
  await figures("noise-1-ann-seed-1.csv", "20,45.0,1");
  const made = await makeTables(await foundRuns(root));
  const page = (inside: string) =>
    `# A\n<!-- sweep noise: npm run tables -->\n${inside}<!-- end of sweep -->\nB\n`;
  expect(withTables(page("old\n"), made, "a.md")).toBe(page(made[0]!.text));
  expect(() => withTables("# A\n", made, "a.md")).toThrow("a.md cannot be used: it has no mark");
  const open = page("").replace("<!-- end of sweep -->", "");
  expect(() => withTables(open, made, "a.md")).toThrow("has no end, or is twice there");
});

test.each<[rows: string[], why: string]>([
  [["5,a,1"], "a row says round 5 and accuracy a"],
  [["5,145,1"], "a row says round 5 and accuracy 145"],
  [["x,45,1"], "a row says round x and accuracy 45"],
])("figures such as %j are named", async (rows, why) => {
  const file = await figures("iid-snn-seed-1.csv", ...rows);
  await expect(resultIn(file)).rejects.toMatchObject({ code: "report/file", facts: { file, why } });
});

test("a folder without a run, and a file that is no table of figures, are named", async () => {
  await expect(foundRuns(root)).rejects.toMatchObject({ code: "report/no-run" });
  await expect(foundRuns(join(root, "none"))).rejects.toMatchObject({ code: "report/no-run" });
  const file = join(root, "iid-snn-seed-1.csv");
  await writeFile(file, "a,b\n1,2\n");
  await expect(resultIn(file)).rejects.toThrow("its first line has no round or no accuracy");
});
