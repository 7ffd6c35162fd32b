// Who did what in which round: a row a client, a column a round, a shape for each state.

import { lines, markup, type Markup } from "../page/markup.ts";
import { at, roundTicks, shortened, textWidth } from "./axis.ts";

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
const NAME = 18;

export function presenceChart(chart: PresenceChart): Markup {
  const { id, title, description, clients, rounds } = chart;
  const names = clients.map((name) => textWidth(shortened(name, NAME), TEXT));
  const left = Math.round(Math.max(0, ...names) + 12);
  const top = TEXT * 2;
  const [width, height] = [
    left + Math.max(80, rounds.length * CELL + 8),
    top + clients.length * CELL + 4,
  ];
  return markup`<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-size="${TEXT}" role="img" aria-labelledby="${id}-name" aria-describedby="${id}-words">
<title id="${id}-name">${title}</title>
<desc id="${id}-words">${description}</desc>
<text x="0" y="${top - 6}">round</text>
${columnNames(rounds, left, top)}
${lines(clients.map((name, i) => rowName(name, i, left, top)))}
${lines(drawn.map((state) => marksOf(chart, state, left, top)))}
</svg>`;
}

/** Rounds, where there is room for their numbers. */
function columnNames(rounds: readonly number[], left: number, top: number): (Markup | null)[] {
  const last = rounds.at(-1) ?? 1;
  const room = last < 10 ? CELL : 34; // of one number
  const ticks = new Set(roundTicks(last, Math.max(1, (rounds.length * CELL) / room)));
  return rounds.map((round, i) =>
    ticks.has(round)
      ? markup`<text x="${left + (i + 0.5) * CELL}" y="${top - 6}" text-anchor="middle">${round}</text>`
      : null,
  );
}

function rowName(name: string, i: number, left: number, top: number): Markup {
  const y = top + (i + 0.5) * CELL + TEXT * 0.35;
  return markup`<text x="${left - 8}" y="${at(y)}" text-anchor="end">${shortened(name, NAME)}</text>`;
}

/** All marks of one state as one path: a thousand clients stay a small file. */
function marksOf(chart: PresenceChart, state: Presence, left: number, top: number) {
  const [classes, path] = shapes[state];
  const places = chart.states.flatMap((row, i) =>
    row.flatMap((one, j) =>
      one === state ? [`${left + j * CELL + 3} ${top + i * CELL + 3}`] : [],
    ),
  );
  if (places.length === 0) return null;
  const d = places.map((place) => `M${place}${path}`).join("");
  return markup`<path class="${classes} mark" d="${d}"/>`;
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
