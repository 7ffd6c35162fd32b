// How packets are written: what the coordinator sends is JSON without attachments.

import { Encoder, PacketType, type Packet } from "socket.io-parser";

/**
 * Socket.IO's own looks through all of a packet for attachments first, which takes as long as writing
 * it: for the answer to a hello, with its log, most of the time.
 */
export class PlainEncoder extends Encoder {
  override encode(packet: Packet): string[] {
    const { type, nsp, id } = packet;
    const data = packet.data as unknown;
    if (type !== PacketType.EVENT && type !== PacketType.ACK)
      return super.encode(packet) as string[];
    const name = nsp === "/" ? "" : `${nsp},`;
    const text = type === PacketType.ACK ? ackText(data) : JSON.stringify(data);
    return [`${type}${name}${id ?? ""}${text}`];
  }
}

/** Lines of the run log as text: each newcomer is told all of them, and none is ever changed. */
const lines = new WeakMap<object, string>();

/** An answer to a hello differs from the one before in little but its log: only that is written anew. */
function ackText(data: unknown): string {
  const [answer] = Array.isArray(data) && data.length === 1 ? (data as [unknown]) : [null];
  if (!isWithLog(answer)) return JSON.stringify(data);
  const { log, ...others } = answer;
  const end = JSON.stringify({ ...others, log: 0 }).slice(0, -"0}".length);
  return `[${end}[${log.map(lineText).join(",")}]}]`;
}

function isWithLog(answer: unknown): answer is { log: unknown[] } {
  return (
    typeof answer === "object" &&
    answer !== null &&
    Array.isArray((answer as { log?: unknown }).log)
  );
}

function lineText(line: unknown): string {
  if (typeof line !== "object" || line === null) return JSON.stringify(line);
  const text = lines.get(line) ?? JSON.stringify(line);
  lines.set(line, text);
  return text;
}
