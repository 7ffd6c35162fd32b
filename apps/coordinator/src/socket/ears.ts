// Who is told what: the people of one room, as Socket.IO's groups.

import { failpoint } from "@spikefed/failpoints";
import type { ClientEvents, ServerEvents } from "@spikefed/protocol";
import type { Server } from "socket.io";

import type { EarPart, Ears } from "../room/ports.ts";

/** What Socket.IO calls a part of a room's people. */
export function groupOf(room: string, part: EarPart): string {
  return `room-${room}-${part}`;
}

export function earsOf(io: Server<ClientEvents, ServerEvents>, room: string): Ears {
  const all = groupOf(room, "all");
  return {
    listeners: () => io.sockets.adapter.rooms.get(all)?.size ?? 0,
    tellParts: (to, event, ...message) => {
      io.to(to.map((part) => groupOf(room, part))).emit(event, ...message);
    },
    broadcast: (event, ...message) => {
      failpoint("broadcast:begun");
      io.to(all).emit(event, ...message);
      failpoint("broadcast:done");
    },
  };
}
