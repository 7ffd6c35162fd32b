import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { LogEvent } from "@spikefed/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";

import { outFolder } from "./out-folder.ts";
import { forgetRemainders, neededRemainders, readRemainder, writeRemainder } from "./remainders.ts";
import type { Accepted } from "./take-up.ts";
import { Death, mortal, outcomeOf, runTiny } from "./testing/tiny-federation.ts";

let root: string;
beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), "spikefed-simulate-"))));
afterEach(() => rm(root, { recursive: true, force: true, maxRetries: 3 }));

const shape = {
  layout: [{ name: "0.weight", shape: [2], offset: 0, length: 2 }],
  ...{ length: 2, trainable: 2, encoding: { kind: "top-k", share: 0.5 } as const },
};
const accepted = (round: number, client: number): Accepted => ({
  ...{ seq: round, atMs: 1, type: "update-accepted", round, client, updateId: `r${round}` },
  sha256: `${round}`.repeat(64),
  ...{ samples: 32, bytes: 1, loss: 1, accuracy: 0, seconds: 1, spikeRates: [] },
});

test("a client begins with what its last update of an earlier round left", async () => {
  const folder = outFolder(root);
  const events: LogEvent[] = [];
  const read = (client: number, round: number) =>
    readRemainder(folder, shape, { events, client, round });
  expect(await read(1, 1)).toBeNull();
  for (const round of [1, 2]) {
    await writeRemainder(folder, shape, accepted(round, 1), Float32Array.of(round, -round));
    events.push(accepted(round, 1));
  }
  expect(await read(1, 2)).toEqual(Float32Array.of(1, -1));
  expect(await read(1, 3)).toEqual(Float32Array.of(2, -2));
  expect(await read(2, 3)).toBeNull();
  expect(neededRemainders(folder, events)).toHaveLength(2);
  await forgetRemainders(folder, events, { round: 2, clients: [1, 2] });
  expect(await readdir(folder.remainders)).toEqual([`${"2".repeat(64)}.2-1`]);
  await expect(read(1, 2)).rejects.toMatchObject({ code: "simulate/lost" });
});

test("a remainder with one changed byte is refused, wherever it is", async () => {
  const folder = outFolder(root);
  const update = accepted(1, 1);
  await writeRemainder(folder, shape, update, Float32Array.of(1, -1));
  const [name = ""] = await readdir(folder.remainders);
  const file = join(folder.remainders, name);
  const whole = await readFile(file);
  for (let at = 0; at < whole.length; at++) {
    await writeFile(
      file,
      whole.map((byte, i) => (i === at ? byte ^ 1 : byte)),
    );
    const read = readRemainder(folder, shape, { events: [update], client: 1, round: 2 });
    await expect(read, `byte ${at}`).rejects.toMatchObject({ code: "simulate/lost" });
  }
});

test("other encodings leave nothing to read", async () => {
  const events = [accepted(1, 1)];
  const dense = { ...shape, encoding: { kind: "int8" } as const };
  expect(await readRemainder(outFolder(root), dense, { events, client: 1, round: 2 })).toBeNull();
});

test("a run that is taken up goes on with the numbers in the files", async () => {
  const experiment = { updateEncoding: { kind: "top-k", share: 0.1 }, participants: 10 } as const;
  const cutOff = (name: string) =>
    runTiny(join(root, name), { experiment, log: (inner) => mortal(inner, 16, "after") });
  await runTiny(join(root, "whole"), { experiment });
  const whole = await outcomeOf(join(root, "whole"));
  for (const name of ["same", "other"]) await expect(cutOff(name)).rejects.toThrow(Death);
  const folder = outFolder(join(root, "other"));
  const layout = [{ name: "0.weight", shape: [10, 4], offset: 0, length: 40 }];
  for (const name of await readdir(folder.remainders)) {
    const [sha256 = "", place = ""] = name.split(".");
    const [round = 0, client = 0] = place.split("-").map(Number);
    const nothing = new Float32Array(40);
    await writeRemainder(folder, { ...shape, layout }, { sha256, round, client }, nothing);
  }
  for (const name of ["same", "other"]) await runTiny(join(root, name), { experiment });
  expect((await outcomeOf(join(root, "same"))).model).toBe(whole.model);
  expect((await outcomeOf(join(root, "other"))).model).not.toBe(whole.model);
});
