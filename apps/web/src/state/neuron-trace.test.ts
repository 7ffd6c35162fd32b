import { expect, test } from "vitest";
import { behaviourOf, pulse, STEPS_OFF, STEPS_ON, traceNeuron } from "./neuron-trace.ts";

const neuron = { leak: 0.5, threshold: 1 };

test("a membrane worked by hand: it climbs, fires above the threshold, keeps the rest, leaks", () => {
  // 0.75; 0.375 + 0.75 = 1.125 fires and leaves 0.125; 0.0625 + 0.75 = 0.8125; then no current.
  const trace = traceNeuron([0.75, 0.75, 0.75, 0], neuron);
  expect(trace.membrane).toEqual([0.75, 1.125, 0.8125, 0.40625]);
  expect(trace.rest).toEqual([0.75, 0.125, 0.8125, 0.40625]);
  expect(trace.spikes).toEqual([2]);
});

test("exactly at the threshold it does not fire", () => {
  expect(traceNeuron([1, 0.5], neuron).spikes).toEqual([]);
});

test("the pulse has its steps with current, then its steps without", () => {
  const currents = pulse(0.3);
  expect(currents).toHaveLength(STEPS_ON + STEPS_OFF);
  expect(currents.filter((current) => current === 0.3)).toHaveLength(STEPS_ON);
  expect(currents.slice(STEPS_ON).every((current) => current === 0)).toBe(true);
});

test.each([
  [0, "idle"],
  [0.4, "leaking"], // the membrane tends to 0.8
  [0.6, "firing"], // to 1.2
  [2, "every-step"],
] as const)("a current of %f is %s", (current, behaviour) => {
  expect(behaviourOf(traceNeuron(pulse(current), neuron))).toBe(behaviour);
});
