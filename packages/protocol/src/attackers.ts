// Clients that want to harm, for experiments: what they do is said at fl-core's `attacked`.

import * as v from "valibot";

import { real } from "./ranges.ts";

export const ATTACKS = ["nan", "scale", "sign-flip", "noise", "label-flip", "free-rider"] as const;
export type AttackKind = (typeof ATTACKS)[number];

/** A robot that helps, or how it harms. */
export type RobotKind = "honest" | AttackKind;

/** Robots that a room has at most: they share one processor. */
export const MAX_ROBOTS = 8;

/** So large a share of a simulation's clients attacks, the same ones in all rounds. */
export const Attackers = v.strictObject({ kind: v.picklist(ATTACKS), share: real(0, 1) });
export type Attackers = v.InferOutput<typeof Attackers>;
