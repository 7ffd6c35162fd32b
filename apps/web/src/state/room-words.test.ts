import { expect, test } from "vitest";
import { roomSentence } from "./room-words.ts";

const room = { code: "K7QF", preset: "s5", network: "snn" } as const;

test("says who is here and what happens next", () => {
  expect(roomSentence({ ...room, present: 17, phase: "lobby" })).toBe(
    "Room K7QF: 17 devices here, starts when the host says go. Network: s5.",
  );
  expect(roomSentence({ ...room, present: 0, phase: "lobby" })).toBe(
    "Room K7QF: nobody here yet, starts when the host says go. Network: s5.",
  );
  expect(roomSentence({ ...room, present: 0, phase: "done" })).toBe(
    "Room K7QF: nobody here now, this run is over; the host may open another. Network: s5.",
  );
});

test("says that a network has no spikes", () => {
  expect(roomSentence({ ...room, present: 1, phase: "training", network: "ann" })).toBe(
    "Room K7QF: 1 device here, running; you come in at the next round. " +
      "Network: ANN twin of s5, without spikes.",
  );
});
