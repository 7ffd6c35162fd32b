// The identity of a dataset: sha256 over its official records. Pure.

import { createHash } from "node:crypto";
import { joinRecords, type RecordFormat, type RecordSets } from "./record-format.ts";

/** Hex sha256 of all training records followed by all test records. */
export function recordsSha256(format: RecordFormat, { train, test }: RecordSets): string {
  const hash = createHash("sha256");
  for (const set of [train, test]) {
    for (let at = 0; at < set.count; at += 1000) {
      hash.update(joinRecords(format, set, at, Math.min(at + 1000, set.count)));
    }
  }
  return hash.digest("hex");
}
