// Carrying out changes of a disk in memory.

import type { DataOp, NameOp } from "./disk-model.ts";

/** A name of a folder; every other number is a file's. */
export const FOLDER = 0;

export type Names = Map<string, number>;

export function applyData(bytes: Uint8Array = new Uint8Array(0), op: DataOp): Uint8Array {
  if (op.kind === "truncate") return resized(bytes, op.length);
  const next = resized(bytes, Math.max(bytes.length, op.at + op.bytes.length));
  next.set(op.bytes, op.at);
  return next;
}

/** A copy of this length, filled up with zeros. */
function resized(bytes: Uint8Array, length: number): Uint8Array {
  const next = new Uint8Array(length);
  next.set(bytes.subarray(0, length));
  return next;
}

/** A move or removal of a name that is not there changes nothing. */
export function applyName(names: Names, op: NameOp): void {
  if (op.kind === "make") names.set(op.path, op.file);
  else if (op.kind === "make-folder") names.set(op.path, FOLDER);
  else if (op.kind === "remove") names.delete(op.path);
  else {
    const file = names.get(op.path);
    if (file === undefined) return;
    names.delete(op.path);
    names.set(op.to, file);
  }
}
