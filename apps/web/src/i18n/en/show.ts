// The projector page.

import { translator } from "../translator.ts";

export const show = {
  projector: "Projector",
  connecting: "Connecting to the room",
  noRoom: "No room to show",
  joinAndHelp: "Join and help train the network",
  roomCode: "Room code {code}",
  here: { one: "{count} here", other: "{count} here" },
  whoIsHere: "Who is here",
} as const;

export const { t, rich } = translator("show", show);
