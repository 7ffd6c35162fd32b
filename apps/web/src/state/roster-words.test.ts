import { expect, test } from "vitest";
import { presenceWords, rosterRow, stateWords } from "./roster-words.ts";
import { rosterFacts } from "./testing/facts.ts";

const entry = rosterFacts(4, {
  name: "Quiet Otter",
  round: 3,
  progress: 0.678,
  imagesPerSecond: 41.2,
  loss: 1.618,
  helped: 2,
});

test("a row is words and figures with units", () => {
  expect(rosterRow(entry)).toEqual({
    client: 4,
    name: "Quiet Otter",
    device: "graphics chip, own engine on WebGPU",
    state: "training, 68 %",
    round: "3",
    speed: "41 pictures/s",
    pictures: "500",
    loss: "1.62",
    helped: "2",
  });
});

test("what is not known is said", () => {
  const fresh = { ...entry, round: null, imagesPerSecond: null, loss: null, progress: null };
  expect(rosterRow(fresh)).toMatchObject({
    state: "training",
    round: "none yet",
    speed: "not measured",
    loss: "not measured",
  });
});

test("a device that computes wrongly shows why its processor trains", () => {
  const note = "this graphics driver computes wrong results (conv-t4: step1/loss is not a number)";
  const device = { ...entry.device, executor: "kernels/wasm", note };
  expect(rosterRow({ ...entry, device }).device).toBe(
    `graphics chip, own kernels on WebAssembly: ${note}`,
  );
});

test("without a connection a device is away, whatever it did last", () => {
  expect(stateWords({ ...entry, online: false })).toBe("away");
  expect(stateWords({ ...entry, online: false, state: "left" })).toBe("left");
});

test("presence counts who is here and who is away", () => {
  const away = { ...entry, online: false };
  const left = { ...entry, online: false, state: "left" as const };
  expect(presenceWords([entry, entry, left])).toBe("2 in");
  expect(presenceWords([entry, away, left])).toBe("1 in, 1 away");
});
