// The rows of the host's table: the state of every volunteer in words.

import type { Device, RosterEntry } from "@spikefed/protocol";
import { t } from "../i18n/en/host.ts";
import { executorName, kindName } from "./device-words.ts";
import { lossText, percent, speed } from "./format.ts";

export function stateWords({ state, online, progress }: RosterEntry): string {
  if (!online && state !== "left") return t("away");
  if (state === "training" && progress !== null) {
    return t("trainingPart", { part: percent(progress, 0) });
  }
  return t(state);
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

export function rosterRow(entry: RosterEntry): RosterRow {
  const { client, name, device, round, imagesPerSecond, samples, loss, helped } = entry;
  return {
    client,
    name,
    device: deviceName(device),
    state: stateWords(entry),
    round: round === null ? t("noneYet") : String(round),
    speed: speed(imagesPerSecond),
    pictures: String(samples),
    loss: lossText(loss),
    helped: String(helped),
  };
}

function deviceName({ kind, executor, note }: Device): string {
  const name = `${kindName(kind)}, ${executorName(executor)}`;
  return note === undefined ? name : t("deviceNote", { device: name, note });
}

/** "17 in, 1 away": those who have left are not counted. */
export function presenceWords(roster: readonly RosterEntry[]): string {
  const inRoom = roster.filter(({ state }) => state !== "left");
  const away = inRoom.filter(({ online }) => !online).length;
  const here = inRoom.length - away;
  return away === 0 ? t("in", { here }) : t("inAway", { here, away });
}
