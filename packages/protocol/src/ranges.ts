// Numbers with a range, for the schemas of settings.

import * as v from "valibot";

/** A whole number from `min` to `max`. */
export const count = (min: number, max: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));

/** A finite number from `min` to `max`. */
export const real = (min: number, max: number) =>
  v.pipe(v.number(), v.finite(), v.minValue(min), v.maxValue(max));
