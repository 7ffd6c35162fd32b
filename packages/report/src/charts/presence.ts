// Who did what in which round: a row a client, a column a round, a shape for each state.

import { type Drawing, lines, markup, type Markup } from "../page/markup.ts";
import { at, roundTicks, shortened, textWidth } from "./axis.ts";
import { drawingOf, NARROW, type Shape } from "./fitted.ts";

/** `none`: not invited. */
export type Presence =
  "averaged" | "arrived" | "refused" | "failed" | "straggler" | "missing" | "none";

const presenceWords: Record<Presence, string> = {
  averaged: "helped: its update is in the average",
  arrived: "sent an update that is not averaged yet",
  refused: "its update was refused",
  failed: "its training failed",
  straggler: "dropped out by the settings' draw",
  missing: "invited, nothing arrived",
  none: "not invited",
};

/** Class and path in a square of 12, from its corner, all relative. */
const shapes: Record<Presence, [classes: string, path: string]> = {
  averaged: ["f0", "m1 1h10v10h-10z"],
  arrived: ["f2", "m6 1a5 5 0 1 0 .01 0z"],
  refused: ["l1", "m2 2l8 8m0 -8l-8 8"],
  failed: ["f1", "m6 1l5 10h-10z"],
  straggler: ["l3", "m2 6h8"],
  missing: ["empty", "m1.5 1.5h9v9h-9z"],
  none: ["idle", "m3.5 6a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0 -5 0z"],
};

/** Every state, each with its place. */
export const PRESENCES = Object.keys(shapes) as readonly Presence[];

/** Class and path of a state's mark, in a square of 12 from its corner. */
export const presencePath = (state: Presence) => shapes[state];

/** In a chart of clients by rounds who was not invited has an empty place. */
const drawn = PRESENCES.filter((state) => state !== "none");

export interface PresenceChart {
  id: string;
  title: string;
  description: string;
  clients: readonly string[];
  rounds: readonly number[];
  /** `[clients][rounds]` */
  states: readonly (readonly Presence[])[];
}

const TEXT = 14;
const CELL = 18;
/** Letters of a client's name. */
const NAME = { wide: 18, narrow: 12 };
/** Least width of a round in a narrow chart: with more rounds the wide one scrolls. */
const LEAST = 8;

export function presenceChart(chart: PresenceChart): Drawing {
  const { clients, rounds } = chart;
  const before = leftOf(clients, NAME.narrow);
  const room = Math.min(CELL, Math.floor((10 * (NARROW - before - 8)) / rounds.length) / 10);
  const narrow = partsIn(chart, { left: before, letters: NAME.narrow, cell: room, width: NARROW });
  const left = leftOf(clients, NAME.wide);
  const width = left + Math.max(80, rounds.length * CELL + 8);
  const wide = partsIn(chart, { left, letters: NAME.wide, cell: CELL, width });
  return drawingOf(chart, "map", wide, room < LEAST ? null : narrow);
}

const leftOf = (clients: readonly string[], letters: number): number =>
  Math.round(Math.max(0, ...clients.map((name) => textWidth(shortened(name, letters), TEXT))) + 12);

interface Box {
  left: number;
  letters: number;
  /** Width of a round. */
  cell: number;
  width: number;
}

const TOP = TEXT * 2;

function partsIn(chart: PresenceChart, box: Box): Shape {
  const { clients, rounds } = chart;
  const parts = markup`<text x="0" y="${TOP - 6}">round</text>
${columnNames(rounds, box)}
${lines(clients.map((name, i) => rowName(name, i, box)))}
${lines(drawn.map((state) => marksOf(chart, state, box)))}`;
  return { parts, width: box.width, height: TOP + clients.length * CELL + 4 };
}

/** Rounds, where there is room for their numbers. */
function columnNames(rounds: readonly number[], { left, cell }: Box): (Markup | null)[] {
  const last = rounds.at(-1) ?? 1;
  const room = last < 10 ? CELL : 34; // of one number
  const ticks = new Set(roundTicks(last, Math.max(1, (rounds.length * cell) / room)));
  return rounds.map((round, i) =>
    ticks.has(round)
      ? markup`<text x="${at(left + (i + 0.5) * cell)}" y="${TOP - 6}" text-anchor="middle">${round}</text>`
      : null,
  );
}

function rowName(name: string, i: number, { left, letters }: Box): Markup {
  const y = TOP + (i + 0.5) * CELL + TEXT * 0.35;
  return markup`<text x="${left - 8}" y="${at(y)}" text-anchor="end">${shortened(name, letters)}</text>`;
}

/** All marks of one state as one path: a thousand clients stay a small file. */
function marksOf(chart: PresenceChart, state: Presence, { left, cell }: Box) {
  const [classes, path] = shapes[state];
  const scale = cell / CELL;
  const places = chart.states.flatMap((row, i) =>
    row.flatMap((one, j) => {
      if (one !== state) return [];
      const [x, y] = [left + (j + 0.5) * cell, TOP + (i + 0.5) * CELL];
      return [`${at(x / scale - 6)} ${at(y / scale - 6)}`];
    }),
  );
  if (places.length === 0) return null;
  const d = places.map((place) => `M${place}${path}`).join("");
  const small = scale === 1 ? null : markup` transform="scale(${scale})"`;
  return markup`<path class="${classes} mark"${small} d="${d}"/>`;
}

/** What the shapes of a chart of clients by rounds mean: those that occur. */
export const presenceKey = (rows: PresenceChart["states"]): Markup =>
  keyOf(rows.flat().filter((state) => state !== "none"));

/** What shapes mean, each once, in the order of their places. */
export function keyOf(states: readonly Presence[]): Markup {
  const seen = new Set(states);
  const items = PRESENCES.filter((state) => seen.has(state)).map((state) => {
    const [classes, path] = shapes[state];
    return markup`<li><svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"><path class="${classes} mark" d="M0 0${path}"/></svg>${presenceWords[state]}</li>`;
  });
  return markup`<ul class="key">${items}</ul>`;
}
