// The engine's gradient against nothing but its own loss: central differences. Only parameters on
// which the loss depends smoothly: all of a ReLU net's (its kinks are rarely crossed by so small a
// step), and the readout of a spiking model.

import { beforeAll, test } from "vitest";

import type { ModelSpec } from "../model/spec.ts";
import { annTwin } from "../model/twin.ts";
import { expectNoProblems, testDevice } from "../testing/device.ts";
import { conv, dropped, givenBatch, linear, model, pool, readout } from "../testing/models.ts";
import { expectSlopes } from "../testing/slopes.ts";
import { createEngine } from "./engine.ts";

let device: GPUDevice;
beforeAll(async () => {
  device = await testDevice();
});

async function expectOwnSlopes(spec: ModelSpec, isSmooth: (name: string) => boolean) {
  expectNoProblems(device);
  await expectSlopes(createEngine({ spec, device }), givenBatch(spec, 6), isSmooth);
}

const relu = (rate: number): ModelSpec =>
  annTwin(
    model(
      1,
      [3, 7, 6],
      [
        conv(3, 5, 3, "bn"),
        pool(2),
        dropped(conv(5, 6, 2, "bn", "relu"), rate),
        dropped(linear(54, 7, null, "relu"), rate),
        readout(7, 4),
      ],
    ),
  );

test("every parameter of the ReLU twin", async () => {
  await expectOwnSlopes(relu(0), () => true);
});

test("every parameter under dropout, whose masks stay while the seed does", async () => {
  await expectOwnSlopes(relu(0.4), () => true);
});

test("the readout of a spiking model", async () => {
  const blocks = [conv(3, 5, 3, "bntt"), pool(2), readout(20, 4)];
  await expectOwnSlopes(model(5, [3, 5, 5], blocks), (name) => name === "2.weight");
});
