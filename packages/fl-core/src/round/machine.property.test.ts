// Disorder, then calm, against an oracle that keeps its own books.

import fc from "fast-check";
import { expect, test } from "vitest";

import { clients, createPlay, move, rules } from "./testing/moves.ts";
import { join } from "./testing/script.ts";

const early = fc.subarray(clients);
/** Accuracies of calm evaluations, in tenths. */
const marks = fc.array(fc.nat(9), { minLength: 12, maxLength: 12 });

test("after any disorder, what is averaged is what was invited and counted, and calm finishes", () => {
  fc.assert(
    fc.property(
      rules,
      early,
      fc.array(move, { maxLength: 120 }),
      marks,
      (rules, here, moves, m) => {
        const room = createPlay(rules);
        for (const client of here) room.send(join(client));
        moves.forEach(room.play);

        // Calm: all are here, answer what they are asked, the host goes on.
        for (const type of ["start", "resume"] as const) room.send({ type });
        for (const client of clients) room.send(join(client));
        for (let i = 0; i < 12 && room.now().phase !== "done"; i++) {
          room.send({ type: "next" });
          for (const client of room.now().cohort) room.send(room.good(client));
          if (room.now().phase === "paused") room.send({ type: "resume" });
          room.wait(1000);
          room.result();
          room.result(false, m[i]);
        }
        expect(room.now().phase).toBe("done");
        const { length } = room.averaged;
        expect(room.averaged).toEqual(Array.from({ length }, (_, i) => i + 1));
        if (rules.patience === null) expect(length).toBe(rules.rounds);
      },
    ),
    { numRuns: 1500 },
  );
}, 120_000);

test("in calm without a host's help, a silent member costs a deadline and nothing else", () => {
  fc.assert(
    fc.property(rules, fc.constantFrom(...clients), (given, silent) => {
      // A round that needs everybody cannot do without one.
      const minFraction = Math.min(given.minFraction, 0.5);
      const room = createPlay({ ...given, minFraction, stepMode: false });
      room.send({ type: "start" });
      for (const client of clients) room.send(join(client));
      for (let i = 0; i < 60 && room.now().phase !== "done"; i++) {
        for (const client of room.now().cohort) {
          if (client !== silent) room.send(room.good(client));
        }
        room.wait(1000);
        room.result();
        room.result();
      }
      expect(room.now().phase).toBe("done");
    }),
    { numRuns: 200 },
  );
}, 60_000);

test("stop ends the run from any state as soon as running work is done", () => {
  fc.assert(
    fc.property(rules, early, fc.array(move, { maxLength: 60 }), (rules, here, moves) => {
      const room = createPlay(rules);
      for (const client of here) room.send(join(client));
      room.send({ type: "start" });
      moves.forEach(room.play);
      room.send({ type: "stop" });
      room.result();
      room.result();
      expect(room.now().phase).toBe("done");
    }),
    { numRuns: 500 },
  );
}, 60_000);
