import { expect, test } from "vitest";

import { dropoutModel } from "../../testing/dropout-models.ts";
import { deviceLayout } from "../parameters.ts";
import { networkOf } from "../plan/network.ts";
import { plainTuning } from "../plan/tuning.ts";
import { evaluationProgram } from "./evaluation.ts";

test("judging runs the kernels of the network without dropout", () => {
  const spec = dropoutModel();
  const blocks = spec.blocks.map((data) => ("dropout" in data ? { ...data, dropout: 0 } : data));
  const codes = [spec, { ...spec, blocks }].map((own) => {
    const network = networkOf(own, "given");
    const { steps } = evaluationProgram(network, deviceLayout(network), 3, plainTuning);
    return steps.map(({ shader, bound }) => ({ code: shader.code, bound }));
  });
  expect(codes[0]).toEqual(codes[1]);
});
