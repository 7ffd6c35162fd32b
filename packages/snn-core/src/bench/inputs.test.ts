import { describe, expect, test } from "vitest";

import { packedForm, pooledForm, signedForm, spikeForm } from "../engine/plan/form.ts";
import {
  channelsCut,
  fieldsOf,
  FIRING,
  meanError,
  relativeError,
  spikeCounts,
  unpacked,
} from "./inputs.ts";
import { drawnPictures } from "./pictures.ts";

describe("random spikes", () => {
  const sizes = { timesteps: 20, cells: 3000, seed: 8 };

  test("are the same as words and as floats", () => {
    const form = spikeForm(20);
    const { words, dense } = spikeCounts(form, { ...sizes, window: 1 });
    expect(unpacked(words, form, 20)).toEqual(dense);
  });

  test("fire as often as said, pooled ones too", () => {
    for (const [form, window] of [
      [spikeForm(20), 1],
      [pooledForm(20, 2), 4],
    ] as const) {
      const { dense } = spikeCounts(form, { ...sizes, window });
      const mean = dense.reduce((sum, value) => sum + value, 0) / dense.length;
      expect(mean).toBeCloseTo(FIRING, 2);
    }
  });

  test("of pooled windows lie in fields of three bits", () => {
    const form = pooledForm(4, 2);
    const { words, dense } = spikeCounts(form, { timesteps: 4, cells: 50, window: 4, seed: 1 });
    const fields = Array.from(dense, (_, i) => (words[i % 50]! >>> (3 * Math.floor(i / 50))) & 7);
    expect(fields.map((field) => field / 4)).toEqual(Array.from(dense));
  });

  test("of many steps go on in the next word", () => {
    const form = packedForm(40, 1);
    const { words, dense } = spikeCounts(form, { timesteps: 40, cells: 7, window: 1, seed: 2 });
    expect(words).toHaveLength(14);
    expect(unpacked(words, form, 40)).toEqual(dense);
  });
});

test("fields of any width give back their values, words on end", () => {
  for (const [form, window, timesteps] of [
    [pooledForm(4, 2), 4, 4],
    [signedForm(20, 1), 2, 20],
    [packedForm(40, 1), 1, 40],
  ] as const) {
    const { words, dense } = spikeCounts(form, { timesteps, cells: 50, window, seed: 1 });
    expect(fieldsOf(words, form, timesteps)).toEqual(dense);
  }
  expect(channelsCut(Float32Array.of(1, 2, 3, 0, 4, 5, 6, 0), 4, 3)).toEqual(
    Float32Array.of(1, 2, 3, 4, 5, 6),
  );
});

describe("errors", () => {
  test("are relative to the largest magnitude, or to the mean one", () => {
    expect(relativeError([1, 2, -4], [1, 2, -5])).toBe(0.2);
    expect(meanError([1, 2, -4], [1, 2, -5])).toBe(0.125);
  });

  test("are infinite for another length or for what is no number", () => {
    for (const error of [relativeError, meanError]) {
      expect(error([1], [1, 2])).toBe(Infinity);
      expect(error([1, NaN], [1, 2])).toBe(Infinity);
    }
  });
});

test("drawn pictures follow their seed alone and show more than one colour", () => {
  const { labels, pixels } = drawnPictures(12, 1);
  expect([...labels]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
  expect(drawnPictures(4, 1).pixels).toEqual(pixels.slice(0, 4 * 3072));
  expect(drawnPictures(4, 2).pixels).not.toEqual(pixels.slice(0, 4 * 3072));
  expect(new Set(pixels.subarray(0, 1024)).size).toBeGreaterThan(20);
});
