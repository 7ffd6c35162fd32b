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
    return [`${type}${name}${id ?? ""}${JSON.stringify(data)}`];
  }
}
