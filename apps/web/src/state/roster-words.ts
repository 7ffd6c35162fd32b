// The rows of the host's table: the state of every volunteer in words.

import type { Device, RosterEntry } from "@spikefed/protocol";
import { t } from "../i18n/en/host.ts";
import { t as tLesson } from "../i18n/en/lesson.ts";
import { executorName, kindName } from "./device-words.ts";
import { clockText, count, list, lossText, percent, speed } from "./format.ts";

/** What a person calls the state of an entry, its time left out. */
export type Plight =
  | Exclude<RosterEntry["state"], "closed">
  /** Its last work failed, and it has paused or waits. */
  | "error";

/** "left" is also whose page was closed: it may come back as the same for a while. */
export function plightOf({ state, online, trouble }: RosterEntry): Plight {
  if (hasLeft(state)) return "left";
  if (state === "asleep") return "asleep"; // a frozen page answers no ping, and so loses its connection
  if (!online) return "away";
  const isIdle = state === "paused" || state === "ready";
  return trouble !== null && isIdle ? "error" : state;
}

const hasLeft = (state: RosterEntry["state"]): state is "left" | "closed" =>
  state === "left" || state === "closed";

/** Measured devices that it takes to call one of them slow. */
const LEAST_MEASURED = 3;
/** A device is slow below this share of the middle one's speed. */
const SLOW_SHARE = 1 / 3;

/** Speeds below this are slow in this room, pictures a second; null: too few are measured. */
export function slowBelow(roster: readonly RosterEntry[]): number | null {
  const speeds: number[] = [];
  for (const { state, imagesPerSecond } of roster) {
    if (imagesPerSecond !== null && !hasLeft(state)) speeds.push(imagesPerSecond);
  }
  if (speeds.length < LEAST_MEASURED) return null;
  const middle = speeds.sort((a, b) => a - b)[Math.floor(speeds.length / 2)] ?? 0;
  return SLOW_SHARE * middle;
}

export interface RosterMoment {
  /** From `slowBelow`; null: nobody is called slow. */
  slowBelow: number | null;
  /** Since the roster arrived, milliseconds. */
  ageMs: number;
}

const atArrival: RosterMoment = { slowBelow: null, ageMs: 0 };

/** "training (in background and gentle), 68 %", "away 0:12", "error". */
export function stateWords(entry: RosterEntry, moment: RosterMoment = atArrival): string {
  const plight = plightOf(entry);
  if (plight === "asleep" || plight === "away") {
    const { quietMs } = entry;
    if (quietMs === null) return t(plight);
    const time = clockText(quietMs + moment.ageMs);
    return t(plight === "asleep" ? "asleepFor" : "awayFor", { time });
  }
  const manner = plight === "left" ? [] : mannerWords(entry, moment);
  const isPlain = manner.length === 0;
  const state = isPlain ? t(plight) : t("manner", { state: t(plight), manner: list(manner) });
  if (plight !== "training" || entry.progress === null) return state;
  return t("statePart", { state, part: percent(entry.progress, 0) });
}

/** Its words tell for how long, and so change by themselves. */
function hasClock(entry: RosterEntry): boolean {
  const plight = plightOf(entry);
  return plight === "asleep" || plight === "away";
}

const isSlow = ({ imagesPerSecond }: RosterEntry, { slowBelow: limit }: RosterMoment): boolean =>
  limit !== null && imagesPerSecond !== null && imagesPerSecond < limit;

function mannerWords(entry: RosterEntry, moment: RosterMoment): string[] {
  const { hidden, pace } = entry;
  return [
    ...(hidden ? [t("inBackground")] : []),
    ...(pace === "gentle" || pace === "easing" ? [t(pace)] : []),
    ...(isSlow(entry, moment) ? [t("slow")] : []),
  ];
}

/** What the cells of a row say, each by itself: of a row one or two change at a time. */
export const rosterCells = {
  name: ({ name }: RosterEntry) => name,
  state: stateWords,
  round: ({ round }: RosterEntry) => (round === null ? t("noneYet") : count(round)),
  speed: ({ imagesPerSecond }: RosterEntry) => speed(imagesPerSecond),
  pictures: ({ samples, work }: RosterEntry) =>
    work === null ? count(samples) : t("picturesPart", { part: work, all: samples }),
  loss: ({ loss }: RosterEntry) => lossText(loss),
  helped: ({ helped }: RosterEntry) => count(helped),
  device: ({ robot, device }: RosterEntry) => robotName(robot, deviceName(device)),
};

/** A row of the table: who, when it is looked at, and whether it is picked out. */
export interface RowFacts {
  entry: RosterEntry;
  moment: RosterMoment;
  needsHelp: boolean;
}

/** Whether a row shows the same: its entry is the same object as long as nothing is told of it. */
export function isSameRow(one: RowFacts, other: RowFacts): boolean {
  const { entry } = other;
  if (one.entry !== entry || one.needsHelp !== other.needsHelp) return false;
  if (isSlow(entry, one.moment) !== isSlow(entry, other.moment)) return false;
  return one.moment.ageMs === other.moment.ageMs || !hasClock(entry);
}

function deviceName({ kind, executor, note }: Device): string {
  const name = `${kindName(kind)}, ${executorName(executor)}`;
  return note === undefined ? name : t("deviceNote", { device: name, note });
}

function robotName(robot: RosterEntry["robot"], device: string): string {
  if (robot === null) return device;
  return tLesson(robot === "honest" ? "robotOn" : "badRobotOn", { device });
}

/** All that `presenceWords` and the counts of robots tell, as one text: it stays while everybody works on. */
export const presenceKey = (roster: readonly RosterEntry[]): string =>
  roster
    .map(({ robot, online, state }) => `${robot} ${online} ${hasLeft(state) ? state : ""}`)
    .join();

/** "17 in, 1 away": those who have left are not counted. */
export function presenceWords(roster: readonly RosterEntry[]): string {
  const inRoom = roster.filter((entry) => plightOf(entry) !== "left");
  const away = inRoom.filter(({ online }) => !online).length;
  const here = inRoom.length - away;
  return away === 0 ? t("in", { here }) : t("inAway", { here, away });
}
