// The four lessons as a teacher finds them on the host's page, and what their logs must say.
import type { LogEvent } from "../support/log.ts";
import { differenceRange, devicesIn, lastJudged, rowOf, wilsonRange } from "./expected.ts";
import type { Judged, Range, Row } from "./expected.ts";

/** What the logs of a lesson's runs say. */
export interface Expected {
  /** The rows of the reveal's table. */
  rows: Row[];
  /** Whether they show what the lesson is about, beyond what chance explains. */
  holds: boolean;
  /** How much the better one is above the other, 95 %; null: nothing is compared. */
  difference: Range | null;
}

export interface Plan {
  name: string;
  /** Its runs in the order of the class: the button that opens one, and the title it then has. */
  runs: readonly { button: string; title: string }[];
  /** The buttons for its two robots. */
  robots: readonly [string, string];
  /** The round after which two robots and a tab leave; null: nobody does. */
  leaveAfter: number | null;
  /** The sentence of the pages when it shows its point. */
  shown: string;
  expect: (logs: readonly LogEvent[][]) => Expected;
}

/** Three tabs and two robots. */
export const DEVICES = 5;

const honest = ["Add a robot", "Add a robot"] as const;

/** Two runs of a lesson, of which one must be above the other. */
const compared =
  (names: readonly [string, string], better: 0 | 1) =>
  (logs: readonly LogEvent[][]): Expected => {
    const judged = logs.map((log) => lastJudged(log)) as [Judged, Judged];
    const difference = differenceRange(judged[better], judged[1 - better]!);
    return {
      ...{ rows: judged.map((one, i) => rowOf(names[i]!, one)), difference },
      holds: difference.low > 0,
    };
  };

const runsOf = (title: string, first: string, second: string) =>
  [first, second].map((run, i) => ({
    ...{ button: `Open: ${run}`, title: `${title}, run ${i + 1} of 2: ${run}` },
  }));

export const plans: readonly Plan[] = [
  {
    name: "first-run",
    runs: [{ button: "Open: First run", title: "First run" }],
    robots: honest,
    leaveAfter: null,
    shown: "Yes: better than guessing, by more than chance explains.",
    expect: ([log = []]) => {
      const judged = lastJudged(log);
      const none = { range: "none", round: "none", devices: "none" };
      const guessing = { name: "guessing", accuracy: "10.0 %", ...none };
      const rows = [guessing, rowOf("the run", judged)];
      return { rows, holds: wilsonRange(judged).low > 0.1, difference: null };
    },
  },
  {
    name: "unequal-data",
    runs: runsOf("Unequal data", "alike", "two kinds each"),
    robots: honest,
    leaveAfter: null,
    shown: "The average of experts is worse than the average of all-rounders.",
    expect: compared(["alike", "two kinds each"], 0),
  },
  {
    name: "someone-leaves",
    runs: [{ button: "Open: Someone leaves", title: "Someone leaves" }],
    robots: honest,
    leaveAfter: 4,
    shown: "3 devices were gone, and the model kept what it had learned.",
    expect: ([log = []]) => {
      const rounds = log.flatMap(({ type, round = 0 }) => (type === "round-closed" ? [round] : []));
      const whole = Math.max(...rounds.filter((round) => devicesIn(log, round) === DEVICES));
      const [before, after] = [lastJudged(log, whole), lastJudged(log)];
      const rows = [rowOf("before they left", before), rowOf("at the end", after)];
      const difference = differenceRange(after, before);
      return { rows, holds: difference.high >= 0, difference };
    },
  },
  {
    name: "bad-client",
    runs: runsOf("One bad client", "mean", "median"),
    robots: ["Add a robot", "Add a bad robot"],
    leaveAfter: null,
    shown: "With a bad client the median does better than the mean, by more than chance explains.",
    expect: compared(["mean", "median"], 1),
  },
];
