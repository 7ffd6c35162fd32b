// node --import tsx packages/report/src/testing/write-pages.ts FOLDER: a report, an empty one and a
// comparison of made-up runs as files, for the end-to-end test and for the eye.

import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";

import { groupRuns, reportData, renderComparison, renderReport } from "../index.ts";
import { emptyLog, madeUpExtras, madeUpLog } from "./made-up-run.ts";

const folder = process.argv[2];
if (folder === undefined) throw new Error("name a folder");

const seeds = (reached: number[], title: string) => ({
  label: title,
  runs: reached.map((last, i) => reportData(madeUpLog({ seed: i + 1, reached: last }))),
});
/** What three settings make of the same run: labels too long for a chart. */
const sweep = [1, 2, 3].flatMap((seed) =>
  [0.1, 1, 10].flatMap((alpha) =>
    (["snn", "ann"] as const).map((network) => {
      const settings = { partition: { kind: "dirichlet", alpha }, network } as const;
      const reached = 0.3 + 0.02 * seed + 0.01 * alpha + (network === "ann" ? 0.1 : 0);
      return reportData(madeUpLog({ seed, reached, settings }), { title: `run ${seed}` });
    }),
  ),
);
const pages = {
  "report.html": renderReport(reportData(madeUpLog(), madeUpExtras)),
  "empty.html": renderReport(reportData(emptyLog())),
  "comparison.html": renderComparison([
    seeds([0.5, 0.53, 0.49], "Alike <b>for all</b>"),
    seeds([0.4, 0.45], "Unequal"),
    seeds([0.35], "Unequal, one run"),
  ]),
  "sweep.html": renderComparison(groupRuns(sweep)),
};
await mkdir(folder, { recursive: true });
for (const [name, text] of Object.entries(pages)) await writeFile(path.join(folder, name), text);
console.log(`wrote ${Object.keys(pages).join(", ")}`);
