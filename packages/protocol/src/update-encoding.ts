// How the values of an update are written: one variant an encoding. A key that is left out gets its
// default, so `{ kind: "top-k" }` alone is a choice.

import * as v from "valibot";

import { real } from "./ranges.ts";

/** Encodings and their settings; byte by byte they are described in docs/wire.md. */
export const UpdateEncoding = v.variant("kind", [
  v.strictObject({ kind: v.literal("float32") }),
  v.strictObject({ kind: v.literal("float16") }),
  /** 8 bits a value and one scale a tensor, rounded up or down by chance. */
  v.strictObject({ kind: v.literal("int8") }),
  /** The largest changes of each tensor; clients keep the rest for their next update. */
  v.strictObject({
    kind: v.literal("top-k"),
    /** Values of a tensor that are sent; with more than half a float32 would be smaller. */
    share: v.optional(real(0.0001, 0.5), 0.1),
  }),
]);

/** An encoding with every key filled in. */
export type UpdateEncoding = v.InferOutput<typeof UpdateEncoding>;
export type UpdateEncodingKind = UpdateEncoding["kind"];

/** All of them, in the order of the schema. */
export const UPDATE_ENCODINGS = [
  "float32",
  "float16",
  "int8",
  "top-k",
] as const satisfies UpdateEncodingKind[];

export const defaultUpdateEncoding: UpdateEncoding = { kind: "float32" };

/** An encoding of which only the kind is chosen. */
export const usualEncoding = (kind: UpdateEncodingKind): UpdateEncoding =>
  v.parse(UpdateEncoding, { kind });
