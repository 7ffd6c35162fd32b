// The update that every client of a load sends a variant of: all but its end is one memory for all, and
// hashed once. Real clients have a processor each for that; these share theirs with the coordinator.

import { createHash, type Hash } from "node:crypto";

import { CHUNK_BYTES } from "@spikefed/protocol";

/** Bytes of a variant that are its own: the last value, a binary16. */
const OWN_BYTES = 2;

export interface Variant {
  sha256: string;
  /** The piece that begins here, at most `CHUNK_BYTES` long. */
  piece: (offset: number) => Buffer;
}

export class Payload {
  readonly bytes: number;
  readonly #all: Buffer;
  /** Of all but the own bytes. */
  readonly #hash: Hash;

  /** @param all an update whose last value is no larger than another one */
  constructor(all: Buffer) {
    this.#all = all;
    this.bytes = all.length;
    this.#hash = createHash("sha256").update(all.subarray(0, -OWN_BYTES));
  }

  /** @param client 1024 of them have different ones; the largest change of the update is not theirs */
  variant(client: number): Variant {
    const own = Buffer.alloc(OWN_BYTES);
    own.writeUInt16LE(client & 0x3ff);
    const piece = (offset: number): Buffer => {
      const shared = this.#all.subarray(offset, offset + CHUNK_BYTES);
      if (offset + CHUNK_BYTES <= this.bytes - OWN_BYTES) return shared;
      const last = Buffer.from(shared);
      const at = this.bytes - OWN_BYTES - offset;
      own.copy(last, Math.max(0, at), Math.max(0, -at));
      return last;
    };
    return { sha256: this.#hash.copy().update(own).digest("hex"), piece };
  }
}
