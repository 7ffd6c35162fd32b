// The same module in Node and in a page: sums of updates come out bit for bit the same.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { root } from "./support/process.ts";
import { expect, test } from "@playwright/test";

interface Outcomes {
  fixedPoint: string[];
  float32: number;
}

/** As an address that can be imported. */
async function bundled(file: string): Promise<string> {
  const args = ["scripts/bundle-module.mjs", file];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
  return `data:text/javascript;base64,${Buffer.from(stdout).toString("base64")}`;
}

const run = async (address: string): Promise<Outcomes> => {
  const module = (await import(/* @vite-ignore */ address)) as {
    arrivalOrders: (orders: number, seed: number) => Outcomes;
  };
  return module.arrivalOrders(1000, 1);
};

test("a thousand orders of arrival give one model, in Chromium the same as in Node", async ({
  page,
}) => {
  const address = await bundled("packages/fl-core/src/aggregate/testing/arrival-orders.ts");
  const [here, there] = [await run(address), await page.evaluate(run, address)];
  expect(here.fixedPoint).toHaveLength(1);
  expect(there.fixedPoint).toEqual(here.fixedPoint);
  expect(there.float32).toBeGreaterThan(900); // these updates have an order that could matter
});
