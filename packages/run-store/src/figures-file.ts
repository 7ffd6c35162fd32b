// The figures that are kept beside a run, as a file in its folder.

import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { type KeptFigures, parseKeptFigures, SpikefedError } from "@spikefed/protocol";

import { writeDurably } from "./durable-file.ts";

export const figuresFile = (folder: string): string => join(folder, "figures.json");

export const writeKeptFigures = (folder: string, figures: KeptFigures): Promise<void> =>
  writeDurably(figuresFile(folder), `${JSON.stringify(figures)}\n`);

/**
 * Null: there are none, since no model has been judged.
 *
 * @throws {SpikefedError} `report/file` for a file that is no such figures.
 */
export async function readKeptFigures(folder: string): Promise<KeptFigures | null> {
  const file = figuresFile(folder);
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw new SpikefedError("report/file", { file, why: (error as Error).message });
  }
  return parseKeptFigures(text, file);
}
