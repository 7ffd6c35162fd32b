// What a language translates: the tables of the areas, and how they become its words.

import type { Table, Translation } from "./entry.ts";
import type { access } from "./en/access.ts";
import type { desk } from "./en/desk.ts";
import type { details } from "./en/details.ts";
import type { device } from "./en/device.ts";
import type { explain } from "./en/explain.ts";
import type { frame } from "./en/frame.ts";
import type { host } from "./en/host.ts";
import type { join } from "./en/join.ts";
import type { lesson } from "./en/lesson.ts";
import type { methods } from "./en/methods.ts";
import type { picture } from "./en/picture.ts";
import type { problems } from "./en/problems.ts";
import type { room } from "./en/room.ts";
import type { settings } from "./en/settings.ts";
import type { show } from "./en/show.ts";
import type { status } from "./en/status.ts";
import type { tab } from "./en/tab.ts";
import type { trust } from "./en/trust.ts";
import type { units } from "./en/units.ts";
import type { volunteer } from "./en/volunteer.ts";
import type { Words } from "./languages.ts";

/** The English tables by area. Types only, so that a translation brings no English along. */
export interface Areas {
  access: typeof access;
  desk: typeof desk;
  details: typeof details;
  device: typeof device;
  explain: typeof explain;
  frame: typeof frame;
  host: typeof host;
  join: typeof join;
  lesson: typeof lesson;
  methods: typeof methods;
  picture: typeof picture;
  problems: typeof problems;
  room: typeof room;
  settings: typeof settings;
  show: typeof show;
  status: typeof status;
  tab: typeof tab;
  trust: typeof trust;
  units: typeof units;
  volunteer: typeof volunteer;
}

export type Translations = { readonly [Area in keyof Areas]?: Translation<Areas[Area]> };

export const wordsOf = (translations: Translations): Words => {
  const tables: Readonly<Record<string, Partial<Table> | undefined>> = translations;
  return (area, key) => tables[area]?.[key];
};
