// The rows of the host's table: the state of every volunteer in words.

import type { Device, RosterEntry } from "@spikefed/protocol";
import { t } from "../i18n/en/host.ts";
import { t as tLesson } from "../i18n/en/lesson.ts";
import { executorName, kindName } from "./device-words.ts";
import { clockText, list, lossText, percent, speed } from "./format.ts";

/** What a person calls the state of an entry, its time left out. */
export type Plight =
  | Exclude<RosterEntry["state"], "closed">
  /** Its last work failed, and it has paused or waits. */
  | "error";

/** "left" is also whose page was closed: it may come back as the same for a while. */
export function plightOf({ state, online, trouble }: RosterEntry): Plight {
  if (state === "left" || state === "closed") return "left";
  if (state === "asleep") return "asleep"; // a frozen page answers no ping, and so loses its connection
  if (!online) return "away";
  const isIdle = state === "paused" || state === "ready";
  return trouble !== null && isIdle ? "error" : state;
}

/** Measured devices that it takes to call one of them slow. */
const LEAST_MEASURED = 3;
/** A device is slow below this share of the middle one's speed. */
const SLOW_SHARE = 1 / 3;

/** Speeds below this are slow in this room, pictures a second; null: too few are measured. */
export function slowBelow(roster: readonly RosterEntry[]): number | null {
  const inRoom = roster.filter((entry) => plightOf(entry) !== "left");
  const speeds = inRoom.flatMap(({ imagesPerSecond }) => imagesPerSecond ?? []);
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
const hasClock = (entry: RosterEntry): boolean => ["asleep", "away"].includes(plightOf(entry));

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

export interface RosterRow {
  client: number;
  name: string;
  device: string;
  state: string;
  round: string;
  speed: string;
  pictures: string;
  loss: string;
  helped: string;
}

export function rosterRow(entry: RosterEntry, moment: RosterMoment = atArrival): RosterRow {
  const { client, name, robot, device, round, imagesPerSecond, samples, work, loss, helped } =
    entry;
  return {
    client,
    name,
    device: robotName(robot, deviceName(device)),
    state: stateWords(entry, moment),
    round: round === null ? t("noneYet") : String(round),
    speed: speed(imagesPerSecond),
    pictures: work === null ? String(samples) : t("picturesPart", { part: work, all: samples }),
    loss: lossText(loss),
    helped: String(helped),
  };
}

/** A row of the table: who, when it is looked at, and whether it is picked out. */
export interface RowFacts {
  entry: RosterEntry;
  moment: RosterMoment;
  needsHelp: boolean;
}

/** All that a row shows, as one text: as long as it stays, the row is as it was. */
export const rowText = ({ entry, moment, needsHelp }: RowFacts): string =>
  JSON.stringify([entry, isSlow(entry, moment), hasClock(entry) ? moment.ageMs : 0, needsHelp]);

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
  JSON.stringify(
    roster.map((entry) => [
      entry.robot,
      entry.online,
      entry.state === "left",
      plightOf(entry) === "left",
    ]),
  );

/** "17 in, 1 away": those who have left are not counted. */
export function presenceWords(roster: readonly RosterEntry[]): string {
  const inRoom = roster.filter((entry) => plightOf(entry) !== "left");
  const away = inRoom.filter(({ online }) => !online).length;
  const here = inRoom.length - away;
  return away === 0 ? t("in", { here }) : t("inAway", { here, away });
}
