import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { madeUpSet, printOf } from "./testing/made-up-data.ts";
import { emptySet, joinRecords, recordFormats } from "./record-format.ts";
import { SHARD_RECORD_BYTES, shardBytes } from "./shard.ts";

const { cifar10, cifar100 } = recordFormats;

test("A shard has one record of label and pixels for each index, in the order asked for.", () => {
  const set = emptySet(cifar10, 3);
  set.labels.set([7, 8, 9]);
  set.pixels.fill(1, 0, 3072).fill(2, 3072, 6144).fill(3, 6144);
  set.pixels[6144 + 1024] = 44;
  const bytes = shardBytes(set, [2, 0, 2]);
  expect(bytes.length).toBe(3 * 3073);
  expect([bytes[0], bytes[1], bytes[1 + 1024], bytes[3072]]).toEqual([9, 3, 44, 3]);
  expect([bytes[3073], bytes[3074], bytes[6145]]).toEqual([7, 1, 1]);
  expect([bytes[6146], bytes[6147]]).toEqual([9, 3]);
});

test("The shard of a fixed set is the fixed bytes that clients rely on.", () => {
  const bytes = shardBytes(madeUpSet(cifar10, 6), Uint32Array.of(5, 1, 3));
  const golden = createHash("sha256").update(bytes).digest("hex");
  expect(golden).toBe("c85782ee04de2ea11e1273a069ed73d2581992e022b0ca9fd9b3c8317574ee5f");
});

test("All images of CIFAR-10 in order are its official records.", () => {
  const set = madeUpSet(cifar10, 12);
  expect(printOf(shardBytes(set, [...set.labels.keys()]))).toBe(printOf(joinRecords(cifar10, set)));
});

test("A shard of CIFAR-100 has the fine label alone.", () => {
  const bytes = shardBytes(madeUpSet(cifar100, 100), [99]);
  expect(bytes.length).toBe(SHARD_RECORD_BYTES);
  expect(bytes[0]).toBe(99);
});

test("An index outside the set is an error with both numbers.", () => {
  expect(() => shardBytes(madeUpSet(cifar10, 4), [0, 4])).toThrow(
    "image 4 was asked for, the set has 4",
  );
});

test("No indices give no bytes.", () => {
  expect(shardBytes(madeUpSet(cifar10, 4), []).length).toBe(0);
});
