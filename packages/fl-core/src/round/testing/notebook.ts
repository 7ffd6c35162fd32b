// The oracle of the round machine's property tests: what a person with a notebook would know from
// events, invitations and answers alone, without a look at the machine's state.

import { expect } from "vitest";

import { expectedQuota } from "./expected-quota.ts";
import { type Evaluation, expectedVerdict } from "./expected-verdict.ts";
import type { Client, RoundEffect, RoundEvent, Rules } from "../types.ts";

type UpdateEvent = Extract<RoundEvent, { type: "update" }>;
type Effect<T extends RoundEffect["type"]> = Extract<RoundEffect, { type: T }>;

export interface Notebook {
  /** Enters one event and what came of it. Throws on whatever must not be. */
  enter: (event: RoundEvent, effects: readonly RoundEffect[], nowMs: number) => void;
  /** Rounds that were averaged and have their model. */
  averaged: number[];
}

interface Page {
  present: Set<Client>;
  /** The round that is open, 0: none. */
  openRound: number;
  invited: Set<Client>;
  /** Invited clients that left or failed. */
  gone: Set<Client>;
  /** Client to update, of the round that is open or comes next. */
  counted: Map<Client, string>;
  base: string;
  closesMs: number;
  /** Updates that close the open round, and without which it is repeated. */
  goal: number;
  needed: number;
  /** Time that was left when the pause began; null: not paused. */
  pausedWithMs: number | null;
  averaged: number[];
  /** Stop was asked for. */
  stopAsked: boolean;
  /** The newest model has been evaluated, or is being. */
  measured: boolean;
  /** The model whose evaluation is awaited; null: none is. */
  judging: { round: number; hash: string } | null;
  evaluations: Evaluation[];
}

export function createNotebook(rules: Rules): Notebook {
  const page: Page = {
    present: new Set(),
    openRound: 0,
    invited: new Set(),
    gone: new Set(),
    counted: new Map(),
    base: "model-0",
    closesMs: Infinity,
    goal: 0,
    needed: 0,
    pausedWithMs: null,
    averaged: [],
    stopAsked: false,
    measured: true,
    judging: null,
    evaluations: [],
  };
  const enter: Notebook["enter"] = (event, effects, nowMs) => {
    const wasPaused = page.pausedWithMs !== null;
    const isWoken = event.type === "resume" || event.type === "stop";
    if (wasPaused && !isWoken) {
      expect(effects.every(({ type }) => type === "count" || type === "refuse")).toBe(true);
    }
    enterEvent(page, event);
    enterVerdict(page, rules, event, effects);
    for (const effect of effects) enterEffect(page, rules, event, effect, nowMs);
    if (event.type === "pause" && page.openRound > 0) expect(page.pausedWithMs).not.toBeNull();
    if (page.openRound > 0 && page.pausedWithMs === null) checkOpen(page, nowMs);
  };
  return { enter, averaged: page.averaged };
}

function enterEvent(page: Page, event: RoundEvent) {
  if (event.type === "join") {
    page.present.add(event.client);
    page.gone.delete(event.client);
  }
  if (event.type === "leave") {
    page.present.delete(event.client);
    page.gone.add(event.client);
  }
  if (event.type === "stop") page.stopAsked = true;
  if (event.type === "failed" && event.round === page.openRound) page.gone.add(event.client);
}

/** A round that is open waits for somebody, and not for longer than its deadline. */
function checkOpen({ invited, counted, gone, closesMs, goal }: Page, nowMs: number) {
  expect(nowMs).toBeLessThan(closesMs);
  expect(counted.size).toBeLessThan(goal);
  const awaited = [...invited].filter((client) => !counted.has(client) && !gone.has(client));
  expect(awaited).not.toEqual([]);
}

function enterEffect(
  page: Page,
  rules: Rules,
  event: RoundEvent,
  effect: RoundEffect,
  nowMs: number,
) {
  switch (effect.type) {
    case "count":
    case "refuse":
      return enterAnswer(page, event as UpdateEvent, effect);
    case "invite":
      return enterInvitation(page, rules, effect, nowMs);
    case "close":
      return enterClosing(page, rules, effect);
    case "aggregate":
      return enterAverage(page, effect);
    case "evaluate":
    case "skip-evaluation":
      return enterModel(page, rules, event, effect);
    case "repeat":
      expect(effect.reported).toBe(page.counted.size);
      expect(effect.needed).toBe(page.needed);
      expect(page.counted.size).toBeLessThan(page.needed);
      return shut(page);
    case "end":
      expect(page.measured).toBe(true);
      expect(effect.best?.round).toBe(bestOf(page, rules)?.round);
      return shut(page);
    case "say":
      return enterSaying(page, effect.what, nowMs);
    default:
      return;
  }
}

function enterAnswer(page: Page, event: UpdateEvent, effect: Effect<"count"> | Effect<"refuse">) {
  expect(event.type).toBe("update");
  const { round, update, baseHash } = event;
  const { client, updateId } = update;
  // Round 0 is no round: what names it while none is open can only be refused.
  const isRound = page.openRound > 0 && round === page.openRound;
  const isGood = isRound && baseHash === page.base && page.invited.has(client);
  const isAgain = isRound && page.counted.get(client) === updateId;
  const isTaken = page.counted.has(client) || [...page.counted.values()].includes(updateId);
  if (isAgain) expect(effect).toMatchObject({ type: "count", duplicate: true });
  else if (isRound) expect(effect.type).toBe(isGood && !isTaken ? "count" : "refuse");
  if (effect.type === "refuse" || effect.duplicate) return;
  expect(isGood && !isTaken).toBe(true);
  page.counted.set(client, updateId);
}

function enterInvitation(page: Page, rules: Rules, effect: Effect<"invite">, nowMs: number) {
  const { cohort, stragglers, round, deadlineMs, again } = effect;
  const chosen = [...cohort, ...stragglers];
  expect(chosen.every((c) => page.present.has(c) && !page.counted.has(c))).toBe(true);
  expect(new Set(chosen).size).toBe(chosen.length);
  if (again || rules.stragglerProbability === 0) expect(stragglers).toEqual([]);
  expect(page.pausedWithMs).toBeNull();
  expect(deadlineMs).toBeGreaterThan(nowMs);
  if (again) {
    expect(cohort.every((c) => page.invited.has(c) && !page.gone.has(c))).toBe(true);
    expect(deadlineMs).toBeLessThanOrEqual(page.closesMs);
    return;
  }
  expect(deadlineMs).toBe(nowMs + rules.roundMs);
  expect(round).toBe(page.averaged.length + 1);
  const size = cohort.length + page.counted.size;
  const { invited, goal, needed } = quotaOf(page, rules);
  expect(chosen).toHaveLength(invited);
  expect(size).toBeGreaterThanOrEqual(needed);
  [page.goal, page.needed] = [Math.min(goal, size), needed];
  expect(effect.goal).toBe(page.goal < size ? page.goal : null);
  page.openRound = round;
  page.invited = new Set(cohort);
  page.gone = new Set();
  page.closesMs = deadlineMs;
}

function quotaOf({ present, counted, averaged }: Page, rules: Rules) {
  const free = [...present].filter((client) => !counted.has(client)).length;
  let { participants } = rules;
  for (const { round, changes } of rules.changes) {
    const isSaid = round <= averaged.length + 1 && changes.participants !== undefined;
    if (isSaid) participants = changes.participants as number | null;
  }
  return expectedQuota(counted.size, free, { ...rules, participants });
}

/** A round that is not open closes when it has enough before anybody is invited. */
function enterClosing(page: Page, rules: Rules, { why, needed, reported }: Effect<"close">) {
  const isOpen = page.openRound > 0;
  if (!isOpen) Object.assign(page, quotaOf(page, rules));
  expect(reported).toEqual([...page.counted.keys()].sort((a, b) => a - b));
  expect(needed).toBe(page.needed);
  if (why === "goal") expect(page.counted.size).toBeGreaterThanOrEqual(page.goal);
  if (!isOpen) expect(["goal", "all-reported"]).toContain(why);
}

function enterAverage(page: Page, effect: Effect<"aggregate">) {
  const sent = effect.updates.map((u): [Client, string] => [u.client, u.updateId]);
  expect(new Map(sent)).toEqual(page.counted);
  expect(sent).toHaveLength(page.counted.size);
  expect(sent.length).toBeGreaterThanOrEqual(page.needed);
  expect(effect.base.hash).toBe(page.base);
  expect(effect.version).toBe(page.averaged.length + 1);
  expect(effect.round).toBe(page.averaged.length + 1);
  shut(page);
}

/** A new model, judged when its turn has come; or, as the run is stopped, the last one made up for. */
function enterModel(
  page: Page,
  rules: Rules,
  event: RoundEvent,
  effect: Effect<"evaluate"> | Effect<"skip-evaluation">,
) {
  const { averaged, stopAsked } = page;
  const { round, type } = effect;
  const wasMeasured = page.measured;
  page.measured = type === "evaluate";
  if (event.type === "aggregated") {
    averaged.push(round);
    [page.base, page.counted] = [event.model.hash, new Map()];
    const isDue = round % rules.evaluateEvery === 0 || round === rules.rounds || stopAsked;
    expect(type).toBe(isDue ? "evaluate" : "skip-evaluation");
  } else {
    expect([event.type, type, wasMeasured]).toEqual(["stop", "evaluate", false]);
    expect(round).toBe(averaged.at(-1));
    shut(page);
  }
  if (effect.type !== "evaluate") return;
  expect(effect.modelHash).toBe(page.base);
  page.judging = { round, hash: page.base };
}

const bestOf = ({ evaluations }: Page, rules: Rules) =>
  evaluations.length === 0 ? null : expectedVerdict(evaluations, rules).best;

/** An evaluation that was awaited has come: is the round taken back, does the run end? */
function enterVerdict(
  page: Page,
  rules: Rules,
  event: RoundEvent,
  effects: readonly RoundEffect[],
) {
  const back = effects.find(({ type }) => type === "roll-back") as Effect<"roll-back"> | undefined;
  const end = effects.find(({ type }) => type === "end") as Effect<"end"> | undefined;
  const { judging, averaged } = page;
  const isAnswer = "round" in event && event.round === judging?.round;
  if (event.type === "evaluation-failed" && isAnswer) page.judging = null;
  if (event.type !== "evaluated" || !isAnswer || judging === null) {
    expect(back).toBeUndefined();
    expect(end?.why).not.toBe("no-improvement");
    return;
  }
  page.judging = null;
  page.evaluations.push({ ...judging, accuracy: event.accuracy });
  const { fallBack, isOver } = expectedVerdict(page.evaluations, rules);
  expect(back?.to.model.hash).toBe(fallBack?.hash);
  if (fallBack !== null) {
    expect(back).toMatchObject({ since: fallBack.round + 1, round: judging.round });
    page.base = fallBack.hash;
  }
  const isLast = averaged.length === rules.rounds || page.stopAsked;
  if (isOver || isLast) expect(end?.why === "no-improvement").toBe(!isLast);
  else expect(end).toBeUndefined();
}

function enterSaying(page: Page, what: Effect<"say">["what"], nowMs: number) {
  if (what === "paused") page.pausedWithMs = page.closesMs - nowMs;
  if (what === "resumed") {
    page.closesMs = nowMs + (page.pausedWithMs ?? Infinity);
    page.pausedWithMs = null;
  }
}

function shut(page: Page) {
  [page.openRound, page.invited, page.closesMs] = [0, new Set(), Infinity];
  page.pausedWithMs = null;
}
