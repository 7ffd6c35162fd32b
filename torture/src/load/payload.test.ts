import { createHash } from "node:crypto";

import { CHUNK_BYTES } from "@spikefed/protocol";
import { expect, test } from "vitest";

import { Payload } from "./payload.ts";

// At the edge of a piece, before and after it, and with no edge at all.
test.each([2 * CHUNK_BYTES, 2 * CHUNK_BYTES + 1, 2 * CHUNK_BYTES + 2, 2 * CHUNK_BYTES + 3, 40])(
  "variants of %i bytes have the hash that they are announced with, and differ at the end alone",
  (bytes) => {
    const all = Buffer.alloc(bytes, 7);
    const payload = new Payload(all);
    for (const client of [1, 1000]) {
      const { sha256, piece } = payload.variant(client);
      const pieces: Buffer[] = [];
      for (let at = 0; at < bytes; at += CHUNK_BYTES) pieces.push(piece(at));
      const sent = Buffer.concat(pieces);
      expect(createHash("sha256").update(sent).digest("hex")).toBe(sha256);
      expect(sent.length).toBe(bytes);
      expect(sent.subarray(0, -2).equals(all.subarray(0, -2))).toBe(true);
      expect(sent.readUInt16LE(bytes - 2)).toBe(client);
    }
  },
);
