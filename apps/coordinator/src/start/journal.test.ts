import { SpikefedError, type LogEvent } from "@spikefed/protocol";
import { expect, test } from "vitest";

import { jsonJournal, textJournal } from "./journal.ts";

const joined = { seq: 3, atMs: 0, type: "joined", client: 7, device: "gpu", shard: 1, samples: 64 };
const failed = {
  ...{ seq: 4, atMs: 0, type: "training-failed", round: 2, client: 7 },
  fact: "Ada Lovelace's laptop at 192.0.2.7",
};
const events = [joined, failed] as unknown as LogEvent[];
const nameOf = () => "Ada Lovelace";

function written(make: typeof textJournal, isQuiet = false) {
  const texts: string[] = [];
  const write = (text: string) => void texts.push(text);
  const journal = make({ out: write, error: write, now: () => 0, isQuiet });
  return { journal, texts, text: () => texts.join("") };
}

test("for a person: sentences, names and links", () => {
  const { journal, text } = written(textJournal);
  journal.open("  Host  #key=secret", { port: 1 });
  journal.events(events, nameOf, null);
  journal.say("One line.", { event: "x" });
  expect(text()).toContain("#key=secret\n");
  expect(text()).toMatch(/\d\d:\d\d:\d\d {2}Ada Lovelace/);
  expect(text()).toContain("One line.\n");
});

test("for programs: an object a line, without names, links and what volunteers wrote", () => {
  const { journal, texts, text } = written(jsonJournal);
  journal.open("  Host  #key=secret", { port: 1 });
  journal.events(events, nameOf, null);
  journal.say("The disk is full.", { event: "store/full", level: "error", facts: { free: 0 } });
  journal.say("Something.");
  const time = "1970-01-01T00:00:00.000Z";
  expect(texts.map((line) => JSON.parse(line) as unknown)).toEqual([
    { time, level: "info", event: "listening", facts: { port: 1 } },
    {
      ...{ time, level: "info", event: "joined" },
      facts: { seq: 3, client: 7, device: "gpu", shard: 1, samples: 64, at: time },
    },
    {
      time,
      level: "warn",
      event: "training-failed",
      facts: { seq: 4, round: 2, client: 7, at: time },
    },
    { time, level: "error", event: "store/full", facts: { free: 0 }, text: "The disk is full." },
    { time, level: "warn", event: "notice", facts: {}, text: "Something." },
  ]);
  expect(texts.every((line) => line.endsWith("\n") && line.split("\n").length === 2)).toBe(true);
  expect(text()).not.toMatch(/Ada|secret|192\.0\.2/);
});

test.each([[textJournal], [jsonJournal]])(
  "quiet: no events of the run, but what went wrong",
  (make) => {
    const { journal, text } = written(make, true);
    journal.events(events, nameOf, null);
    expect(text()).toBe("");
    journal.fatal(new SpikefedError("start/port", { port: 80, why: "it is taken" }));
    expect(text()).toContain("port 80 cannot be opened: it is taken");
  },
);
