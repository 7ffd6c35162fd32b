// Ten held-out pictures and what models say of them, for a wall: `GET /api/run/showcase`.

import * as v from "valibot";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Of which model something was measured. */
export const modelHash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, "not a sha256"));

const ModelVotes = v.strictObject({
  modelHash,
  /** Mean readout over time of each picture, `[pictures][classes]`. */
  votes: v.array(v.array(v.number())),
});
export type ModelVotes = v.InferOutput<typeof ModelVotes>;

const ShowcaseRaster = v.strictObject({
  /** Of the layer, "conv 3". */
  name: v.string(),
  timesteps: count,
  neurons: count,
  /** Neurons that are shown. */
  sampled: count,
  /** Spikes of the whole layer over all steps. */
  total: count,
  /** `[sampled, words]`: bit `t % 32` of a neuron's word `t / 32`. */
  spikes: v.array(count),
});
export type ShowcaseRaster = v.InferOutput<typeof ShowcaseRaster>;

/** What is kept beside a run. */
export const KeptShowcase = v.strictObject({
  /** The newest judged model before it that was not taken back; null: none, or it is not known. */
  before: v.nullable(ModelVotes),
  newest: ModelVotes,
  /** The first picture in the newest model's last spiking layer; null: nothing in it spikes. */
  raster: v.nullable(ShowcaseRaster),
});
export type KeptShowcase = v.InferOutput<typeof KeptShowcase>;

/** As it is told to pages. */
export interface Showcase {
  pictures: { label: number; /** 3,072 planar bytes in base64. */ pixels: string }[];
  /** null: no model has been judged. */
  kept: KeptShowcase | null;
}
