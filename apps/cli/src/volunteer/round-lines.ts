// What a volunteer's snapshots say, as lines: one a round, one an error, one at the end.

import { formatCount, formatPercent, type RunView } from "@spikefed/fl-core";
import type { VolunteerSnapshot } from "@spikefed/volunteer";

/** Takes each snapshot of one volunteer; prints what is new. `fallback`: its name before hello. */
export function createRoundLines(
  fallback: string,
  print: (line: string) => void,
): (snapshot: VolunteerSnapshot) => void {
  let work: VolunteerSnapshot["work"] = null;
  let bytesBefore = 0;
  let error: string | null = null;
  let executor: string | null = null;
  return (snapshot) => {
    const { view, you, bytesUp, device } = snapshot;
    const say = (text: string) => print(`${you?.name ?? fallback}  ${text}`);
    if (executor !== null && executor !== device.executor) {
      say(`trains with ${device.executor} instead of ${executor}: the run's learning rule`);
    }
    executor = device.executor;
    if (work !== null && view.round > work.round) {
      say(`round ${work.round}: not counted, it closed before the update was there`);
      work = null;
    }
    work = snapshot.work ?? work;
    const mine = you && view.clients.get(you.client)?.history.at(-1);
    if (work !== null && mine?.round === work.round) {
      say(roundLine(work, bytesUp - bytesBefore));
      [work, bytesBefore] = [null, bytesUp];
    }
    if (snapshot.error !== null && snapshot.error.fact !== error) {
      say(`${snapshot.error.fact}. ${snapshot.error.cure}`);
      if (snapshot.work === null) work = null;
    }
    error = snapshot.error?.fact ?? null;
  };
}

function roundLine(work: NonNullable<VolunteerSnapshot["work"]>, bytes: number): string {
  const { round, loss, accuracy, imagesPerSecond } = work;
  const figures = [
    loss === null ? "loss not measured" : `loss ${loss.toFixed(3)}`,
    accuracy === null ? "accuracy not measured" : `accuracy ${formatPercent(accuracy)}`,
    imagesPerSecond === null ? "speed not measured" : `${imagesPerSecond.toFixed(1)} images/s`,
    `sent ${formatCount(Math.round(bytes / 1000))} kB`,
  ];
  return `round ${round}: ${figures.join(", ")}`;
}

/** The group's figures, once a round, from any volunteer's view. */
export function createGroupLines(print: (line: string) => void): (view: RunView) => void {
  const printed = { runId: "", round: 0 };
  return ({ runId, rounds }) => {
    const last = rounds.findLast(({ accuracy }) => accuracy !== null);
    if (!last || last.accuracy === null || last.testSamples === null) return;
    const { round, accuracy, testSamples } = last;
    if (runId === printed.runId && round <= printed.round) return;
    Object.assign(printed, { runId, round });
    const pictures = `${formatCount(testSamples)} held-out pictures`;
    print(`Group  round ${round}: accuracy ${formatPercent(accuracy)} on ${pictures}`);
  };
}
