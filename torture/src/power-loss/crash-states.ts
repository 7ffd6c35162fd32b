// What a disk may hold after its power was cut: each change that was not flushed has one of several
// fates, independently of the others.

import { below, type Random } from "@spikefed/fl-core";

import type { FolderState } from "../materialize.ts";
import { applyData, applyName, FOLDER } from "./apply.ts";
import { isDataOp, type DataOp, type DiskModel, type Op } from "./disk-model.ts";

/** `torn`: only its beginning; `zeros`: its length, but only the beginning of its bytes. */
type Fate = "done" | "absent" | "torn" | "zeros";

const fatesOf = (op: Op): readonly Fate[] =>
  isDataOp(op) && op.kind === "write" && op.bytes.length > 1
    ? ["done", "absent", "torn", "zeros"]
    : ["done", "absent"];

/** All combinations of fates where there are at most `limit`, else as many that chance picks. */
export function* crashStates(
  disk: DiskModel,
  limit: number,
  random: Random,
): Generator<FolderState> {
  const { pending } = disk;
  const choices = pending.map(fatesOf);
  const all = choices.reduce((product, fates) => product * fates.length, 1);
  for (let at = 0; at < Math.min(all, limit); at++) {
    let rest = at;
    const fates = choices.map((possible) => {
      const pick = all <= limit ? rest % possible.length : below(random, possible.length);
      rest = Math.floor(rest / possible.length);
      return possible[pick] ?? "done";
    });
    yield stateOf(disk, fates, random);
  }
}

function stateOf(disk: DiskModel, fates: readonly Fate[], random: Random): FolderState {
  const names = new Map(disk.names);
  const contents = new Map(disk.contents);
  disk.pending.forEach((op, at) => {
    const fate = fates[at] ?? "done";
    if (fate === "absent") return;
    if (!isDataOp(op)) return applyName(names, op);
    contents.set(op.file, applyData(contents.get(op.file), harmed(op, fate, random)));
  });
  const isReachable = (path: string) =>
    path
      .split("/")
      .every((_, at, parts) => at === 0 || names.get(parts.slice(0, at).join("/")) === FOLDER);
  const found = [...names].filter(([path]) => path !== "" && isReachable(path));
  return {
    folders: found.filter(([, file]) => file === FOLDER).map(([path]) => path),
    files: new Map(
      found
        .filter(([, file]) => file !== FOLDER)
        .map(([path, file]) => [path, contents.get(file) ?? new Uint8Array(0)]),
    ),
  };
}

function harmed(op: DataOp, fate: Fate, random: Random): DataOp {
  if (op.kind !== "write" || fate === "done") return op;
  const cut = 1 + below(random, op.bytes.length - 1);
  const beginning = op.bytes.subarray(0, cut);
  if (fate === "torn") return { ...op, bytes: beginning };
  const bytes = new Uint8Array(op.bytes.length);
  bytes.set(beginning);
  return { ...op, bytes };
}
