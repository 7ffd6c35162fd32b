import { expect, test } from "vitest";

import { stopper } from "./stop-on-signal.ts";

function running() {
  const done: string[] = [];
  let end: () => void = () => undefined;
  const stop = stopper(
    {
      drain: (ms) => {
        done.push(`drain ${ms}`);
        return new Promise((resolve) => (end = resolve));
      },
      close: () => Promise.resolve(void done.push("close")),
    },
    {
      drainMs: 500,
      onStopped: () => void done.push("stopped"),
      exit: (code) => void done.push(`exit ${code}`),
      onFail: (error) => void done.push((error as Error).message),
    },
  );
  return { done, stop, end: () => end() };
}

test("the first signal drains, closes, says so and ends well", async () => {
  const { done, stop, end } = running();
  stop();
  expect(done).toEqual(["drain 500"]);
  end();
  await expect.poll(() => done).toEqual(["drain 500", "close", "stopped", "exit 0"]);
});

test("the second ends it at once", () => {
  const { done, stop } = running();
  stop();
  stop();
  expect(done).toEqual(["drain 500", "exit 130"]);
});
