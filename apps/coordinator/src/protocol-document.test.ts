// docs/protocol.md against the code: its tables of messages, tasks, log events, errors and limits.

import { readFileSync } from "node:fs";

import {
  CHUNK_BYTES,
  clientEvents,
  clientMessages,
  errorKinds,
  PROTOCOL_VERSION,
  REJOIN_MS,
  type LogBody,
  type ServerEvents,
} from "@spikefed/protocol";
import { describe, expect, test } from "vitest";

import { socketLimits } from "./socket/crowd.ts";
import {
  faultRate,
  HELLO_MS,
  MAX_CONNECTIONS,
  MAX_FRAME_BYTES,
  MAX_WAITING,
} from "./socket/limits.ts";
import { rates, speakers } from "./socket/limits.ts";
import { MAX_UNREAD_PACKETS } from "./socket/slow-readers.ts";

const at = (path: string) =>
  readFileSync(new URL(`../../../docs/${path}`, import.meta.url), "utf8");
const document = at("protocol.md");

/** Cells of the rows between two marks, the head left out. */
function rows(mark: string): string[][] {
  const part = document.split(`<!-- ${mark}`)[1]!.split("<!-- end of")[0]!;
  const lines = part.split("\n").filter((line) => line.startsWith("|"));
  return lines.slice(2).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const codesIn = (cell: string): string[] =>
  [...cell.matchAll(/`([^`]+)`(\??)/g)].map((m) => m[1]! + m[2]!);

/** As far as a schema tells it. */
interface Schema {
  type: string;
  entries?: Record<string, Schema>;
  options?: Schema[];
  wrapped?: Schema;
}

/** `path`, or `path?` for what may be left out, each with whether it may be null. */
function fieldsOf(schema: Schema, path = ""): [name: string, isNullable: boolean][] {
  const objects = schema.type === "variant" ? schema.options! : [schema];
  const found = new Map<string, [string, boolean]>();
  for (const { entries = {} } of objects) {
    for (const [key, entry] of Object.entries(entries)) {
      const isOptional = entry.type === "optional" || objects.some((o) => !(key in o.entries!));
      const inner = entry.type === "optional" ? entry.wrapped! : entry;
      const name = path + key;
      found.set(name, [isOptional ? `${name}?` : name, inner.type === "nullable"]);
      const isOurs = inner.type === "strict_object" && key !== "settings";
      if (isOurs) for (const each of fieldsOf(inner, `${name}.`)) found.set(each[0], each);
    }
  }
  return [...found.values()];
}

describe("messages of clients", () => {
  const told = new Map<string, { who: string; rate: string; fields: [string, boolean][] }>();
  let last = "";
  for (const [event = "", who = "", rate = "", field = "", type = ""] of rows("messages")) {
    if (event) told.set((last = codesIn(event)[0]!), { who, rate, fields: [] });
    if (field) told.get(last)!.fields.push([codesIn(field)[0]!, /\bnull\b/.test(type)]);
  }

  test("are all there", () => expect([...told.keys()].sort()).toEqual([...clientEvents].sort()));

  test.each(clientEvents)("%s has these fields, this speaker and this rate", (event) => {
    const { who, rate, fields } = told.get(event)!;
    expect(fields.sort()).toEqual(fieldsOf(clientMessages[event] as unknown as Schema).sort());
    expect(who).toBe(speakers[event] ?? "anybody");
    expect(rate).toBe(`${rates[event].perSecond}, ${rates[event].burst}`);
  });
});

/** The compiler sees to it that none is missing here. */
const serverEvents: Record<keyof ServerEvents, true> = {
  ...{ task: true, cancel: true, log: true, roster: true, "new-run": true },
  ...{ door: true, removed: true, waiting: true, stopping: true },
};

type Fields<T extends LogBody["type"]> = Exclude<keyof Extract<LogBody, { type: T }>, "type">;
type Marked<T extends LogBody["type"]> = {
  [F in Fields<T>]-?: undefined extends Extract<LogBody, { type: T }>[F] ? "may" : "must";
};
const must = "must" as const;
const may = "may" as const;
const roundFact = { round: must, fact: must };
const logEvents: { [T in LogBody["type"]]: Marked<T> } = {
  "run-opened": { runId: must, settings: must, dataset: must, model: must },
  "run-started": {},
  joined: { client: must, device: must, shard: must, samples: must, robot: may },
  rejoined: { client: must },
  left: { client: must, why: must },
  "round-opened": {
    ...{ round: must, cohort: must, stragglers: may, goal: may, work: may },
    ...{ modelHash: must, deadlineMs: must },
  },
  "work-begun": { round: must, client: must },
  "update-accepted": {
    ...{ round: must, client: must, updateId: must, sha256: must, samples: must, bytes: must },
    ...{ loss: must, accuracy: must, seconds: must, spikeRates: must },
    ...{ base: may, staleness: may },
  },
  "update-refused": { client: must, code: must, ...roundFact, updateId: may, sha256: may },
  "update-lost": { client: must, updateId: must, ...roundFact },
  "training-failed": { client: must, ...roundFact },
  "device-restarted": { client: must, ...roundFact },
  "round-closed": {
    ...{ round: must, why: must, reported: must, missing: must, needed: may },
    clockMs: may,
  },
  "round-repeated": { round: must, reported: must, needed: must },
  aggregated: {
    ...{ round: must, clients: must, chosen: may, clipped: may, samples: must },
    deviations: may,
    ...{ modelHash: must, version: must, record: may },
  },
  "aggregation-failed": roundFact,
  evaluated: {
    ...{ round: must, modelHash: must, correct: must, samples: must, loss: must, seconds: must },
    ...{ validation: may, record: may },
  },
  "evaluation-failed": { ...roundFact, worthless: may },
  "evaluation-skipped": { round: must },
  "rolled-back": {
    ...{ round: must, since: must, modelHash: must, version: must, accuracy: must, before: must },
    on: may,
  },
  "settings-changed": { round: must, changes: must },
  dropped: { round: must, clients: must },
  paused: {},
  resumed: {},
  restarted: { round: must },
  "run-ended": { why: must, best: may },
};

describe("what the coordinator says", () => {
  test("has every event", () => {
    const told = rows("server events").flatMap(([event = ""]) => codesIn(event));
    expect(told.sort()).toEqual(Object.keys(serverEvents).sort());
  });

  test("has every event of the run log, with its fields", () => {
    const told = new Map(
      rows("log events").flatMap(([types = "", fields = ""]) =>
        codesIn(types).map((type) => [type, codesIn(fields).sort()] as const),
      ),
    );
    const real = Object.entries(logEvents).map(([type, fields]) => {
      const names = Object.entries(fields).map(([name, how]) =>
        how === "may" ? `${name}?` : name,
      );
      return [type, names.sort()] as const;
    });
    expect(told).toEqual(new Map(real));
  });

  test("has a task with the fields of the recorded one", () => {
    const { steps } = JSON.parse(at("examples/session.json")) as {
      steps: { receive?: string; message: Record<string, unknown> }[];
    };
    const task = steps.find(({ receive }) => receive === "task")!.message;
    const names = Object.entries(task).flatMap(([key, value]) =>
      typeof value === "object" ? Object.keys(value!).map((inner) => `${key}.${inner}`) : [key],
    );
    expect(
      rows("task")
        .flatMap(([field = ""]) => codesIn(field))
        .sort(),
    ).toEqual(names.sort());
  });
});

test("every error that a client can meet is there, and no other", () => {
  const table = document.split("| code | when |")[1]!.split("\n\n")[0]!;
  const told = table.split("\n").flatMap((line) => codesIn(line.split("|")[1] ?? ""));
  const families = ["wire/", "room/", "update/", "tensors/", "store/full"];
  const known = Object.keys(errorKinds);
  const wanted = known.filter((code) => families.some((family) => code.startsWith(family)));
  expect(told.filter((code) => !known.includes(code))).toEqual([]);
  expect(wanted.filter((code) => !told.includes(code))).toEqual([]);
});

test("versions and limits are those of the code", () => {
  const seconds = (ms: number) => `${ms / 1000} s`;
  const count = (n: number) => n.toLocaleString("en");
  for (const text of [
    `Protocol version: **${PROTOCOL_VERSION}**`,
    `| \`protocol\` | count | ${PROTOCOL_VERSION} |`,
    `1 to ${count(CHUNK_BYTES)} bytes`,
    `"maxPayload":${MAX_FRAME_BYTES}`,
    `Within ${seconds(REJOIN_MS)} it is the same volunteer`,
    `| time from connecting to \`hello\` | ${seconds(HELLO_MS)} |`,
    `| ${MAX_WAITING} a connection; more are`,
    `| ${MAX_UNREAD_PACKETS}, or 2 MiB;`,
    `${count(MAX_CONNECTIONS)} in all; from one address ${socketLimits.open}`,
    `may make ${faultRate.burst} faults`,
  ]) {
    expect(document).toContain(text);
  }
});
