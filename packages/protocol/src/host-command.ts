// What the host may ask of the coordinator, in one message.

import * as v from "valibot";

import { LiveSettings } from "./live-settings.ts";
import { AddRobot, RemoveRobot } from "./robot-command.ts";
import { RunSettings } from "./settings.ts";
import { NameSchema } from "./text-schemas.ts";

const number = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));

/** More than a room has places. */
const MAX_DROPPED = 1000;

export const HostCommand = v.variant("command", [
  /** Opens a new run with these settings; only in the lobby or when the run is over. */
  v.strictObject({ command: v.literal("configure"), settings: RunSettings }),
  v.strictObject({ command: v.literal("start") }),
  v.strictObject({ command: v.literal("pause") }),
  v.strictObject({ command: v.literal("resume") }),
  /** Closes the open round now; in step mode, goes on to the next one. */
  v.strictObject({ command: v.literal("next") }),
  v.strictObject({ command: v.literal("stop") }),
  /** Changes settings of the run that is on, from the next round that opens. */
  v.strictObject({ command: v.literal("adjust"), changes: LiveSettings }),
  /** Calls a volunteer otherwise. */
  v.strictObject({ command: v.literal("rename"), client: number, name: NameSchema }),
  /** Takes a volunteer's place for good: its token opens nothing any more. */
  v.strictObject({ command: v.literal("remove"), client: number }),
  /** These sit out the open round, or the next one where none is open. */
  v.strictObject({
    command: v.literal("drop"),
    clients: v.pipe(v.array(number), v.minLength(1), v.maxLength(MAX_DROPPED)),
  }),
  /** Whether newcomers wait at the door until the host lets them in. */
  v.strictObject({ command: v.literal("door"), inviteOnly: v.boolean() }),
  /** Lets somebody in who waits at the door. */
  v.strictObject({ command: v.literal("admit"), waiting: number }),
  v.strictObject({ command: v.literal("turn-away"), waiting: number }),
  AddRobot,
  RemoveRobot,
]);
export type HostCommand = v.InferOutput<typeof HostCommand>;
