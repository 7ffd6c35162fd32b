// Models, updates and what strategies remember: each file against the hash that is written of it.

import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { sha256Of } from "../aggregation.ts";
import { namesIn, type Finding, type RunFiles } from "./run-files.ts";

/** What log and records say of files. */
export interface Expected {
  /** Of every model of the run. */
  models: ReadonlySet<string>;
  newest: string;
  /** The run has ended; before that, the copy of the newest model may be ahead of the log. */
  isOver: boolean;
  /** `<sha256>.<round>-<client>` of every update that was accepted. */
  updates: ReadonlySet<string>;
  /** Of those that must be there. */
  kept: ReadonlySet<string>;
  /** sha256 by `<model>.<version>`. */
  serverStates: ReadonlyMap<string, string>;
}

export interface CheckedBlobs {
  findings: Finding[];
  /** Whole files, by name. */
  models: Map<string, string>;
  updates: Map<string, string>;
  serverStates: Map<string, string>;
}

const MODEL = /^[0-9a-f]{64}$/;
const UPDATE = /^[0-9a-f]{64}\.\d+-\d+$/;
const SERVER = /^([0-9a-f]{64}\.\d+)\.server$/;

export async function checkBlobs(files: RunFiles, expected: Expected): Promise<CheckedBlobs> {
  const checked: CheckedBlobs = {
    findings: [],
    ...{ models: new Map(), updates: new Map(), serverStates: new Map() },
  };
  for (const folder of [files.models, files.updates, files.kept]) {
    for (const name of await namesIn(folder))
      await checkBlob(join(folder, name), name, expected, checked);
  }
  const { newest } = expected;
  const hasCopy = files.newest !== null && (await checkNewest(files.newest, expected, checked));
  if (!hasCopy && !checked.models.has(newest)) {
    checked.findings.push({ file: join(files.models, newest), why: "the newest model is missing" });
  }
  if (files.best !== null) await checkBest(files.best, expected, checked);
  for (const name of expected.kept) {
    if (checked.updates.has(name)) continue;
    checked.findings.push({ file: join(files.kept, name), why: "a kept update is missing" });
  }
  return checked;
}

/** Files of other names are not the run's: a piece on its way, something half written. */
async function checkBlob(file: string, name: string, expected: Expected, checked: CheckedBlobs) {
  const [, state] = SERVER.exec(name) ?? [];
  if (state !== undefined) {
    const want = expected.serverStates.get(state);
    // of a model that was averaged and not told of before the process ended
    if (want === undefined) return;
    return note(file, want, () => checked.serverStates.set(state, file), checked);
  }
  const isModel = MODEL.test(name);
  if (!isModel && !UPDATE.test(name)) return;
  const kind = isModel ? checked.models : checked.updates;
  await note(file, name.slice(0, 64), () => kind.set(name, file), checked);
}

async function note(file: string, want: string, isGood: () => void, checked: CheckedBlobs) {
  const got = sha256Of(await readFile(file));
  if (got === want) return isGood();
  checked.findings.push({ file, why: `its sha256 is ${got}, it must be ${want}` });
}

/** False: there is none, since no round is averaged yet. */
async function checkNewest(
  file: string,
  { newest, isOver }: Expected,
  checked: CheckedBlobs,
): Promise<boolean> {
  const bytes = await readFile(file).catch(() => null); // the caller looks for it elsewhere
  if (bytes === null) return false;
  const got = sha256Of(bytes);
  const isAhead = !isOver && checked.models.has(got);
  if (got === newest) checked.models.set(newest, file);
  else if (!isAhead)
    checked.findings.push({ file, why: `its sha256 is ${got}, it must be ${newest}` });
  return true;
}

/** Which one is best the log says at its end; here it must be one of the run's, whole. */
async function checkBest(file: string, { models }: Expected, checked: CheckedBlobs): Promise<void> {
  const bytes = await readFile(file).catch(() => null); // nothing was judged yet
  const got = bytes && sha256Of(bytes);
  if (got === null || checked.models.has(got)) return;
  if (models.has(got)) checked.models.set(got, file);
  else checked.findings.push({ file, why: `its sha256 is ${got}, which no model of the run has` });
}
