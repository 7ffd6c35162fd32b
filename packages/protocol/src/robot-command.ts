// What the host may ask of robots: volunteers that the coordinator itself runs.

import * as v from "valibot";

import { ATTACKS } from "./attackers.ts";

/** One robot more. It helps, or harms in this way, to teach. */
export const AddRobot = v.strictObject({
  command: v.literal("add-robot"),
  robot: v.picklist(["honest", ...ATTACKS]),
});

/** The robot that came last leaves: of those that help, or of those that harm. */
export const RemoveRobot = v.strictObject({
  command: v.literal("remove-robot"),
  harms: v.boolean(),
});

export type RobotCommand = v.InferOutput<typeof AddRobot> | v.InferOutput<typeof RemoveRobot>;
