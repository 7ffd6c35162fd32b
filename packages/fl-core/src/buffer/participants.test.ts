// The host changes how many are at work at a time.

import { describe, expect, test } from "vitest";

import { openRun } from "./testing/open-run.ts";

describe("how many are at work, changed by the host", () => {
  const from2 = (participants: number | null) => ({
    changes: [{ round: 2, changes: { participants } }],
  });

  test("are more from the next buffer on", () => {
    const run = openRun(6, { participants: 2, ...from2(4) });
    const [a, b] = run.working();
    run.send(a!);
    expect(run.working()).toHaveLength(2);
    run.send(b!).commit();
    expect(run.working()).toHaveLength(4);
  });

  test("are fewer: those at work finish, and nobody takes their places", () => {
    const run = openRun(8, { participants: 5, bufferSize: 3, ...from2(1) });
    const [a, b, c] = run.working();
    run.send(a!, b!, c!);
    expect(run.working()).toHaveLength(4); // the third filled the buffer
    const [d, e, f, g] = run.commit().working();
    expect(run.begun()).toEqual([]);
    run.send(d!, e!);
    expect(run.begun()).toEqual([]);
    run.send(f!).commit();
    expect([run.working(), run.begun()]).toEqual([[g], []]);
    run.send(g!);
    expect([run.working(), run.begun()]).toMatchObject([[expect.any(Number)], [{ round: 3 }]]);
  });

  test("are all who are here", () => {
    const run = openRun(5, { participants: 1, bufferSize: 1, ...from2(null) });
    expect(
      run
        .send(...run.working())
        .commit()
        .working(),
    ).toHaveLength(5);
  });
});
