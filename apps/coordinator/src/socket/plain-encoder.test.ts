import fc from "fast-check";
import { Encoder, PacketType } from "socket.io-parser";
import { expect, test } from "vitest";

import { PlainEncoder } from "./plain-encoder.ts";

const packet = fc.record({
  type: fc.constantFrom(PacketType.EVENT, PacketType.ACK),
  nsp: fc.constantFrom("/", "/other"),
  id: fc.option(fc.nat(), { nil: undefined }),
  data: fc.array(fc.jsonValue()),
});

test("packets are written as Socket.IO's own encoder writes them", () => {
  const [ours, theirs] = [new PlainEncoder(), new Encoder()];
  fc.assert(
    fc.property(packet, ({ id, ...rest }) => {
      const whole = { ...rest, ...(id !== undefined && { id }) };
      expect(ours.encode(whole)).toEqual(theirs.encode(whole));
    }),
  );
  const connected = { type: PacketType.CONNECT, nsp: "/", data: { sid: "a" } };
  expect(ours.encode(connected)).toEqual(theirs.encode(connected));
});
