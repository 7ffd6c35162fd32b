import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { plainSha256, sha256 } from "./sha256.ts";

const node = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

// Around the block of 64 bytes and the 9 bytes of padding.
test.each([0, 1, 55, 56, 63, 64, 65, 119, 120, 1000])("%i bytes hash as in Node", (length) => {
  const bytes = Uint8Array.from({ length }, (_, i) => (i * 31 + 7) & 255);
  expect(hex(plainSha256(bytes))).toBe(node(bytes));
});

test("the browser's own hash is used where it is", async () => {
  const bytes = new TextEncoder().encode("abc");
  expect(await sha256(bytes)).toBe(node(bytes));
});
