import { expect, test } from "vitest";
import { roomSentence } from "./room-words.ts";

test("says who is here and what happens next", () => {
  expect(roomSentence({ code: "K7QF", present: 17, phase: "lobby" })).toBe(
    "Room K7QF: 17 devices here, starts when the host says go.",
  );
  expect(roomSentence({ code: "K7QF", present: 0, phase: "done" })).toBe(
    "Room K7QF: nobody here yet, this run is over; the host may open another.",
  );
});
