// Bytes that carry their own checksum: for files whose name is not their hash.

import { createHash } from "node:crypto";

import { SpikefedError } from "@spikefed/protocol";

/** Marks the end, so that a file of an earlier version, which has none, is told from a damaged one. */
const MARK = Buffer.from("spikefed sha256 ", "latin1");
const TRAILER_BYTES = MARK.length + 32;

/** The bytes, a mark, and the sha256 of the bytes. */
export function withTrailer(bytes: Uint8Array): Buffer {
  return Buffer.concat([bytes, MARK, digest(bytes)]);
}

/**
 * The bytes that `withTrailer` was given; those of an earlier version as they are.
 *
 * @throws {SpikefedError} `tensors/corrupt`
 */
export function withoutTrailer(all: Uint8Array): Uint8Array {
  const bytes = all.subarray(0, Math.max(0, all.length - TRAILER_BYTES));
  const trailer = Buffer.from(all.subarray(bytes.length));
  const wrong = [...MARK].filter((sign, at) => sign !== trailer[at]).length;
  if (wrong > 1) return all;
  if (wrong === 0 && digest(bytes).equals(trailer.subarray(MARK.length))) return bytes;
  throw new SpikefedError("tensors/corrupt", { why: "its checksum is wrong" });
}

function digest(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}
