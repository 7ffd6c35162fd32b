import { createServer } from "node:net";
import type { AddressInfo } from "node:net";

import { expect, test } from "vitest";

import { freePort } from "./process.ts";

test("a port that somebody has is not taken, the next that is drawn is", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const taken = (other.address() as AddressInfo).port;
  const draws = [taken, taken];
  let after = 0;
  const port = await freePort(() => draws.shift() ?? 20_000 + after++);
  expect(after).toBeGreaterThan(0);
  expect(port).toBe(20_000 + after - 1);
  await new Promise((resolve) => other.close(resolve));
});

test("no port is one that the system gives to connections", async () => {
  expect(await freePort()).toBeLessThan(32_768);
});
