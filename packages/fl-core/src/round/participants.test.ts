// The host changes how many take part while the run is on.

import { describe, expect, test } from "vitest";

import { changeable } from "./testing/changeable.ts";
import { aggregated, evaluated, update } from "./testing/script.ts";

describe("how many take part", () => {
  const finish = ({ script, send }: ReturnType<typeof changeable>) => {
    const { round, cohort } = script.state;
    for (const client of cohort) send(update(client, round));
    send(aggregated(round));
    send(evaluated(round));
    return script.state;
  };

  test("holds from the next round on; the open one waits for those it has", () => {
    const run = changeable([1, 2, 3, 4, 5, 6]);
    run.adjust({ participants: 2 });
    expect(run.script.state).toMatchObject({ round: 1, goal: 6 });
    expect(run.script.state.cohort.size).toBe(6);
    expect(finish(run).cohort.size).toBe(2);
    run.adjust({ participants: null });
    expect(run.script.state).toMatchObject({ round: 2, goal: 2 });
    expect(finish(run).cohort.size).toBe(6);
  });

  test("is as it was where the open round is repeated", () => {
    const run = changeable([1, 2, 3], { participants: 2, minReports: 2 });
    run.adjust({ participants: 3 });
    const [first] = [...run.script.state.cohort];
    run.send(update(first!, 1));
    run.script.nowMs += 1000;
    expect(run.send({ type: "tick" }).slice(-2)).toEqual(["repeat", "invite"]);
    expect(run.script.state).toMatchObject({ round: 1, attempt: 1, goal: 2 });
    expect(run.script.state.cohort.size).toBe(1);
    expect(finish(run).cohort.size).toBe(3);
  });

  test("may be changed again before the round opens: the last word counts", () => {
    const run = changeable([1, 2, 3, 4]);
    for (const participants of [1, 3]) run.adjust({ participants });
    expect(finish(run).cohort.size).toBe(3);
  });
});
