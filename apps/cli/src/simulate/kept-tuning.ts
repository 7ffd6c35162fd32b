// The engine's kernels of a run, kept in its folder: other kernels add in another order, so a run
// that is taken up goes on with those it began with, whatever this machine would choose now.

import { access, readFile } from "node:fs/promises";
import { homedir } from "node:os";

import { cacheFolder } from "@spikefed/datasets";
import { writeDurably } from "@spikefed/run-store";

import type { PreparedMachine } from "../volunteer/device.ts";
import { tuningFiles } from "../volunteer/tuning-files.ts";
import type { Manifest } from "./manifest.ts";
import type { OutFolder } from "./out-folder.ts";

/** What `--tuning` takes to get the kernels of an earlier process again. */
export async function tuningOf({ tuning }: OutFolder, kept: Manifest | null): Promise<string> {
  if (kept === null || kept.tuning === null) return "auto";
  return access(tuning).then(
    () => tuning,
    () => "plain", // those have no report
  );
}

/** @param wish What `--tuning` was. */
export async function keepTuning(
  { tuning: file }: OutFolder,
  { prepared, device }: PreparedMachine,
  wish: string,
): Promise<void> {
  const source = prepared.tuning?.source;
  if (source === undefined || source === "plain" || wish === file) return;
  const machine = { env: process.env, platform: process.platform, home: homedir() };
  const report: unknown =
    source === "given"
      ? JSON.parse(await readFile(wish, "utf8"))
      : await tuningFiles(cacheFolder(machine)).load(device.label);
  await writeDurably(file, `${JSON.stringify(report)}\n`);
}
