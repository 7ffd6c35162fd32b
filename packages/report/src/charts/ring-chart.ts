// The clients of a round around the model, a shape for each state: no name, no order of merit.

import { lines, markup, type Markup } from "../page/markup.ts";
import { at } from "./axis.ts";
import { type Presence, presencePath } from "./presence.ts";

export interface RingChart {
  id: string;
  title: string;
  description: string;
  /** By client. */
  states: readonly Presence[];
  /** What the middle says. */
  middle: string;
}

/** Between neighbours on a ring, and between rings. */
const STEP = 20;
const INNER = 76;
const HALF_MARK = 6;

export function ringChart({ id, title, description, states, middle }: RingChart): Markup {
  const places = ringPlaces(states.length);
  const reach = Math.max(INNER, ...places.map(({ radius }) => radius)) + 2 * HALF_MARK;
  const side = Math.ceil(2 * reach);
  const marks = places.map(({ radius, turn }, client) =>
    mark(states[client]!, reach + radius * Math.sin(turn), reach - radius * Math.cos(turn)),
  );
  return markup`<svg viewBox="0 0 ${side} ${side}" width="${side}" height="${side}" font-size="14" role="img" aria-labelledby="${id}-name" aria-describedby="${id}-words">
<title id="${id}-name">${title}</title>
<desc id="${id}-words">${description}</desc>
<text class="strong" x="${at(reach)}" y="${at(reach + 5)}" text-anchor="middle">${middle}</text>
${lines(marks)}
</svg>`;
}

function mark(state: Presence, x: number, y: number): Markup {
  const [classes, path] = presencePath(state);
  return markup`<path class="${classes} mark" d="M${at(x - HALF_MARK)} ${at(y - HALF_MARK)}${path}"/>`;
}

interface Place {
  radius: number;
  /** From the top, clockwise, radians. */
  turn: number;
}

/** Rings from the inner one on, each full before the next; those of one ring evenly apart. */
export function ringPlaces(count: number): Place[] {
  const places: Place[] = [];
  for (let ring = 0; places.length < count; ring++) {
    const radius = INNER + ring * STEP;
    const room = Math.floor((2 * Math.PI * radius) / STEP);
    const here = Math.min(room, count - places.length);
    for (let i = 0; i < here; i++) places.push({ radius, turn: (2 * Math.PI * i) / here });
  }
  return places;
}
