// Which steps run side by side. Knows nothing of what a step does.

/** How many a machine has: a step that computes on one core leaves the other of two idle. */
const LANES = 2;

const lanesOf = ({ lanes = LANES }) => lanes;
const lanesTaken = (steps) => steps.reduce((sum, step) => sum + lanesOf(step), 0);

/**
 * Begins steps in their order, each as soon as there is room for it. A step takes its `lanes` of two;
 * one without takes both, so that it runs alone, and one with 0 mostly waits and runs beside any
 * other. A step with `after` begins when the step of that name, an earlier one, is over.
 *
 * @param run what is done with a step: `(step) => Promise`
 */
export async function runInLanes(steps, run) {
  const waiting = [...steps];
  const running = new Map();
  const isRunning = (name) => [...running.keys()].some((step) => step.name === name);
  const hasRoom = (step) => lanesTaken([...running.keys()]) + lanesOf(step) <= LANES;
  const begin = (step) =>
    running.set(
      step,
      run(step).finally(() => running.delete(step)),
    );
  while (waiting.length > 0 || running.size > 0) {
    // Nothing is overtaken, or a step that needs both lanes would wait for all others.
    while (waiting.length > 0 && !isRunning(waiting[0].after) && hasRoom(waiting[0])) {
      begin(waiting.shift());
    }
    await Promise.race(running.values());
  }
}
