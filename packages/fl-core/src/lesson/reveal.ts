// What a lesson shows, by the logs of its runs alone: measured figures beside each other, and whether
// they show what the lesson is about. The words for it are the pages'.

import {
  lessonOf,
  lessons,
  type AttackKind,
  type LessonName,
  type LessonRunName,
  settingsAt,
} from "@spikefed/protocol";

import { newcombe, type Proportion, wilson } from "../run-log/figures.ts";
import { newestStanding } from "../run-log/standing-round.ts";
import type { RoundSummary, RunView } from "../run-log/view.ts";

export interface LessonFigure {
  /** A run of the lesson; what guessing gives; or one run before and after somebody left. */
  name: LessonRunName | "guessing" | "before" | "after";
  /** 0..1; null: not measured. */
  accuracy: number | null;
  /** Held-out pictures behind it; null: not measured, or not from pictures. */
  samples: number | null;
  /** The round whose model was judged; null: none was, or it is no model's. */
  round: number | null;
  /** Devices whose updates are in that round; null as `round`. */
  devices: number | null;
}

/**
 * - `shown`: the figures show it, beyond what chance explains (95 %)
 * - `not-shown`: they show the opposite, or not what they should
 * - `unclear`: they are too close together
 * - `unmeasured`: a run is missing, or is not over
 * - `no-bad-client`, `nobody-left`: what the lesson is about did not happen
 */
export type Verdict =
  "shown" | "not-shown" | "unclear" | "unmeasured" | "no-bad-client" | "nobody-left";

export interface Reveal {
  lesson: LessonName;
  verdict: Verdict;
  figures: LessonFigure[];
  /** Devices that were missing after some left; null where the lesson is another. */
  left: number | null;
}

/** @param views Of runs in one room, newest first; those of other lessons are passed over. */
export function reveal(lesson: LessonName, views: readonly RunView[]): Reveal {
  const runs = lessons[lesson].runs.map(({ name }) => ({ name, view: runOf(lesson, name, views) }));
  const [first] = runs;
  switch (lesson) {
    case "first-run":
      return { lesson, ...beatsGuessing(first!.view), left: null };
    case "someone-leaves":
      return { lesson, ...withoutSome(first!.view) };
    case "unequal-data": {
      const figures = runs.map(({ name, view }) => lastFigure(name, view));
      return { lesson, verdict: isAbove(figures[0]!, figures[1]!), figures, left: null };
    }
    case "bad-client": {
      const figures = runs.map(({ name, view }) => lastFigure(name, view));
      const compared = isAbove(figures[1]!, figures[0]!);
      const { attack } = lessons[lesson].robots;
      const wasHarmed = runs.every(({ view }) => view === null || hasAttacker(view, attack));
      return { lesson, verdict: wasHarmed ? compared : "no-bad-client", figures, left: null };
    }
  }
}

/** The newest run of this kind that is over and went as it was opened; null: there is none. */
function runOf(lesson: LessonName, name: LessonRunName, views: readonly RunView[]): RunView | null {
  const isIt = (view: RunView) => {
    const { settings, phase } = view;
    const place = settings === null || phase !== "done" ? null : lessonOf(settings);
    return place?.lesson.name === lesson && place.run.name === name && !wasChanged(view);
  };
  return views.find(isIt) ?? null;
}

/** The host changed in one of its rounds what bears on its figures. */
function wasChanged({ settings, changes, rounds }: RunView): boolean {
  if (settings === null) return false;
  const keys = ["gradientNoise", "stragglerProbability", "participants"] as const;
  return rounds.some(({ round }) => {
    const now = settingsAt(settings, changes, round);
    return keys.some((key) => now[key] !== settings[key]);
  });
}

function lastFigure(name: LessonFigure["name"], view: RunView | null): LessonFigure {
  return figureOf(name, newestStanding(view?.rounds ?? []));
}

function figureOf(name: LessonFigure["name"], round: RoundSummary | null): LessonFigure {
  return {
    name,
    accuracy: round?.accuracy ?? null,
    samples: round?.testSamples ?? null,
    round: round?.round ?? null,
    devices: round?.reported.length ?? null,
  };
}

function beatsGuessing(view: RunView | null): Pick<Reveal, "verdict" | "figures"> {
  const classes = view?.dataset?.classes.length ?? null;
  const guess = classes === null ? null : 1 / classes;
  const guessing = { ...figureOf("guessing", null), accuracy: guess };
  const group = lastFigure("alone", view);
  const count = countOf(group);
  const range = count && wilson(count.correct, count.samples);
  const figures = [guessing, group];
  if (range === null || guess === null) return { verdict: "unmeasured", figures };
  if (range.low > guess) return { verdict: "shown", figures };
  return { verdict: range.high < guess ? "not-shown" : "unclear", figures };
}

/**
 * One run in two parts: up to the first round since when there are fewer devices than before it, and
 * from there to its end. Who misses some rounds and comes back has not left.
 */
function withoutSome(view: RunView | null): Pick<Reveal, "verdict" | "figures" | "left"> {
  const rounds = view?.rounds.filter(({ closedMs }) => closedMs !== null) ?? [];
  const at = rounds.findIndex((_, i) => {
    const before = i === 0 ? 0 : sizeOf(rounds[i - 1]!);
    return rounds.slice(i).every((later) => sizeOf(later) < before);
  });
  const early = at === -1 ? rounds : rounds.slice(0, at);
  const before = figureOf("before", newestStanding(early));
  const after = figureOf("after", at === -1 ? null : newestStanding(rounds.slice(at)));
  const figures = [before, after];
  if (view === null) return { verdict: "unmeasured", figures, left: null };
  if (at === -1) return { verdict: "nobody-left", figures, left: 0 };
  const left = sizeOf(rounds[at - 1]!) - Math.min(...rounds.slice(at).map(sizeOf));
  return { verdict: staysUp(before, after), figures, left };
}

const sizeOf = ({ reported }: RoundSummary) => reported.length;

/** Nothing is lost unless the later figure is clearly lower. */
function staysUp(before: LessonFigure, after: LessonFigure): Verdict {
  const verdict = isAbove(before, after);
  if (verdict === "shown") return "not-shown";
  return verdict === "unmeasured" ? verdict : "shown";
}

/** Some round of it has an update of a robot that does this. */
function hasAttacker({ rounds, clients }: RunView, attack: AttackKind | null): boolean {
  const isOne = (client: number) => clients.get(client)?.robot === attack;
  return attack !== null && rounds.some(({ reported }) => reported.some(isOne));
}

/** Whether the first is above the second, by the interval of their difference. */
function isAbove(high: LessonFigure, low: LessonFigure): Verdict {
  const [a, b] = [countOf(high), countOf(low)];
  const range = a && b && newcombe(a, b);
  if (range === null) return "unmeasured";
  if (range.low > 0) return "shown";
  return range.high < 0 ? "not-shown" : "unclear";
}

function countOf({ accuracy, samples }: LessonFigure): Proportion | null {
  return accuracy === null || samples === null
    ? null
    : { correct: Math.round(accuracy * samples), samples };
}
