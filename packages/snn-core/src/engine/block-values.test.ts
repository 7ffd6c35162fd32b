import { expect, test } from "vitest";

import { packed, unpacked } from "./block-values.ts";
import { signedForm, spikeForm } from "./plan/form.ts";

const sizes = { timesteps: 3, batch: 1, height: 1, width: 2, real: 2, channels: 4 };

test("spikes come back as they were packed, without the channels that pad", () => {
  const spikes = Int8Array.of(1, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 0);
  const words = packed(spikes, sizes, spikeForm(3));
  expect([...unpacked(words, sizes, spikeForm(3))]).toEqual([...spikes]);
  // A word a channel of each of the two pixels, the first step in its lowest bit.
  expect([...words]).toEqual([0b011, 0b100, 0, 0, 0b110, 0b001, 0, 0]);
});

test("a sign is two's complement in the bits of its step alone", () => {
  const form = signedForm(3, 1);
  const one = { ...sizes, width: 1, real: 1 };
  const [word] = packed(Int8Array.of(-1, 0, 1), one, form);
  expect(form.bits).toBe(2);
  expect(word).toBe(0b01_00_11);
});
