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

test("an answer with a log tells the same as Socket.IO's own encoder would, each time", () => {
  const ours = new PlainEncoder();
  const answer = fc.record({
    ...{ ok: fc.constant(true), you: fc.jsonValue(), roster: fc.jsonValue() },
    log: fc.array(fc.jsonValue()),
  });
  fc.assert(
    fc.property(answer, answer, (one, other) => {
      for (const log of [one.log, [...one.log, ...other.log], one.log]) {
        const data = [{ ...other, log }];
        const [text = ""] = ours.encode({ type: PacketType.ACK, nsp: "/", id: 7, data });
        expect(text.slice(0, 2)).toBe("37");
        expect(JSON.parse(text.slice(2))).toEqual(JSON.parse(JSON.stringify(data)));
      }
    }),
  );
});
