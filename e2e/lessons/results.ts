// What was measured, a line a lesson and seed. A run that was cut off goes on from here.
import { appendFile, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { root } from "../support/process.ts";
import { percent, type Range, type Row } from "./expected.ts";

export interface Result {
  lesson: string;
  seed: number;
  /** What the pages said. */
  sentence: string;
  rows: Row[];
  /** Of the two accuracies; null: nothing is compared. */
  difference: Range | null;
  /** From Start to the end, of each run. */
  minutes: number[];
  /** Updates that were waited for and did not come, of all runs. */
  missing: number;
  pictures: string;
}

const folder = path.join(root, "runs/lessons");
export const resultsFile = path.join(folder, "results.jsonl");

export async function readResults(): Promise<Result[]> {
  const text = await readFile(resultsFile, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  const lines = text.split("\n").filter((line) => line !== "");
  return lines.map((line) => JSON.parse(line) as Result);
}

export async function keepResult(result: Result): Promise<void> {
  await mkdir(folder, { recursive: true });
  await appendFile(resultsFile, `${JSON.stringify(result)}\n`);
  await writeFile(path.join(folder, "results.csv"), csvOf(await readResults()));
}

const columns = "lesson,seed,figure,accuracy,range,round,devices,differenceLow,differenceHigh";

function csvOf(results: readonly Result[]): string {
  const lines = results.flatMap(({ lesson, seed, rows, difference, minutes }) =>
    rows.map((row, i) => {
      const { name, accuracy, range, round, devices } = row;
      const bounds = [difference?.low.toFixed(4) ?? "", difference?.high.toFixed(4) ?? ""];
      const took = (minutes.length > 1 ? minutes[i] : minutes[0])!.toFixed(1);
      return [lesson, seed, name, accuracy, range, round, devices, ...bounds, took].join(",");
    }),
  );
  return `${[`${columns},minutes`, ...lines].join("\n")}\n`;
}

/** For people: a Markdown table. */
export function tableOf(results: readonly Result[]): string {
  const head = ["lesson", "seed", "figures (95 %)", "difference", "minutes", "what the pages say"];
  const cells = results.map((result) => [
    result.lesson,
    String(result.seed),
    result.rows.map(({ name, accuracy, range }) => `${name} ${accuracy} (${range})`).join(", "),
    differenceText(result.difference),
    result.minutes.map((minutes) => minutes.toFixed(1)).join(" and "),
    result.sentence,
  ]);
  const rule = head.map(() => "---");
  return [head, rule, ...cells].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

const differenceText = (range: Range | null): string =>
  range === null ? "" : `${percent(range.low)} to ${percent(range.high)}`;
