import { expect, test } from "vitest";

import { smallLines } from "./small-lines.ts";

test("clients with less than a batch are told of, with the smallest of them", () => {
  expect(smallLines([31, 500, 12], 32)).toEqual([
    "2 clients with fewer pictures than batchSize (32), the smallest with 12: each trains on one " +
      "smaller batch. A larger partition.alpha avoids it.",
  ]);
});

test("a full batch is enough", () => {
  expect(smallLines([32, 500], 32)).toEqual([]);
});
