import { createHash } from "node:crypto";

import { expect, test } from "vitest";

import { arrivalOrders } from "./testing/arrival-orders.ts";

test("a thousand orders of arrival in three splits give one model, the same on every machine", () => {
  const { fixedPoint, float32 } = arrivalOrders(1000, 1);
  expect(fixedPoint).toHaveLength(1);
  const sha256 = createHash("sha256").update(fixedPoint[0]!).digest("hex");
  expect(sha256).toBe("6cbe0c34bea3a445e29788e50118d67d621b8a59d94df0433236024700cd1d52");
  expect(float32).toBeGreaterThan(900); // these updates have an order that could matter
});
