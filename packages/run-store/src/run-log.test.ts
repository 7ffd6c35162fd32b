import {
  appendFile,
  mkdtemp,
  readdir,
  readFile,
  rm,
  writeFile,
  type FileHandle,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { LogBody, LogEvent, SpikefedError } from "@spikefed/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";

import { parseLog, readLog } from "./read-log.ts";
import { openRunLog, RunLog } from "./run-log.ts";

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "spikefed-test-"));
  file = join(folder, "log.jsonl");
});
afterEach(() => rm(folder, { recursive: true }));

const joined = (client: number): LogBody => ({ type: "rejoined", client });

function options() {
  const told: LogEvent[] = [];
  const failures: SpikefedError[] = [];
  return {
    ...{ file, told, failures, now: () => 1000 },
    onDurable: (events: LogEvent[]) => void told.push(...events),
    onFailure: (error: SpikefedError) => void failures.push(error),
  };
}

const emptyLog = () => ({ events: [], goodBytes: 0, sum: "" });

/** Three lines. */
async function written(): Promise<LogEvent[]> {
  const { log } = await openRunLog(options());
  await Promise.all([1, 2, 3].map((client) => log.append(joined(client))));
  await log.close();
  return log.events;
}

test("events get numbers without gaps and are told once they are in the file", async () => {
  const given = options();
  const { log } = await openRunLog(given);
  const first = log.append(joined(1));
  expect(given.told).toEqual([]);
  expect(log.events).toEqual([]);
  await Promise.all([first, log.append(joined(2))]);
  await log.append(joined(3));
  await log.close();
  expect(given.told.map(({ seq }) => seq)).toEqual([0, 1, 2]);
  expect((await readLog(file)).events).toEqual(given.told);
  const lines = (await readFile(file, "utf8")).trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject(given.told);
});

test("a torn last line is cut off with a warning, and the log goes on", async () => {
  const events = await written();
  await appendFile(file, '{"seq":3,"atMs":10');
  const { log, warning } = await openRunLog(options());
  expect(warning).toContain("line 4");
  expect(log.events).toEqual(events);
  await log.append(joined(4));
  await log.close();
  const again = await openRunLog(options());
  expect(again.warning).toBeNull();
  expect(again.log.events.map(({ seq }) => seq)).toEqual([0, 1, 2, 3]);
  await again.log.close();
});

test.each([
  ["it is not JSON", (lines: string[]) => (lines[1] = "{broken")],
  ["its number is 2, 1 is next", (lines: string[]) => lines.splice(1, 1)],
  ["it is not an event", (lines: string[]) => (lines[1] = '{"seq":1}')],
])("damage before the end is told with file and line: %s", async (why, harm) => {
  const [first] = await written();
  const lines = (await readFile(file, "utf8")).trimEnd().split("\n");
  lines.push(lines[2] ?? "");
  harm(lines);
  await writeFile(file, `${lines.join("\n")}\n`);
  const { log, warning } = await openRunLog(options());
  expect(warning).toContain("store/corrupt");
  expect(warning).toContain(file);
  expect(warning).toContain(`line 2: ${why}`);
  expect(log.events).toEqual([first]); // the newest good state
  await log.close();
  expect((await readdir(folder)).sort()).toEqual(["log.jsonl", "log.jsonl.damaged-1000"]);
});

test("any byte that changes in a log is found, and the lines before it are used", async () => {
  const events = await written();
  const good = await readFile(file);
  for (let at = 0; at < good.length; at++) {
    for (const mask of [1, 2, 0x20, 0x80]) {
      const bad = Buffer.from(good);
      bad[at] = (bad[at] ?? 0) ^ mask;
      const saved = parseLog(bad, "log");
      expect(saved.torn || saved.damage !== null).toBe(true);
      expect(saved.events).toEqual(events.slice(0, saved.events.length));
    }
  }
});

test("a line of a log cannot be left out, moved or taken from another log", async () => {
  await written();
  const [a = "", b = "", c = ""] = (await readFile(file, "utf8")).trimEnd().split("\n");
  const swapped = b.replace('"client":2', '"client":3');
  for (const lines of [
    [a, swapped],
    [a, b.replace(/"sum.*"/, '"sum":"0000000000000000"')],
  ]) {
    expect(parseLog(Buffer.from(`${lines.join("\n")}\n`), "log").damage?.fact).toContain(
      "checksum",
    );
  }
  const bare = c.replace(/,"sum.*"/, "");
  const text = `${[a, b, bare].join("\n")}\n`;
  expect(parseLog(Buffer.from(text), "log").damage?.fact).toContain("it has no checksum");
});

test("a log of an earlier version has no checksums, and goes on with them", async () => {
  const lines = [0, 1].map((seq) => JSON.stringify({ seq, atMs: 5, ...joined(seq) }));
  await writeFile(file, `${lines.join("\n")}\n`);
  const { log, warning } = await openRunLog(options());
  expect(warning).toBeNull();
  await log.append(joined(2));
  await log.close();
  const text = await readFile(file, "utf8");
  expect(parseLog(Buffer.from(text), "log")).toMatchObject({ damage: null, torn: false });
  const changed = text.replace('"client":1', '"client":7');
  expect(parseLog(Buffer.from(changed), "log").damage?.fact).toContain("line 3");
});

test("on a full disk lines wait, and are written when there is space", async () => {
  const order: string[] = [];
  const step = (name: string) => () => Promise.resolve(void order.push(name));
  let isFull = true;
  const appendFile = () => {
    order.push("write");
    const error = Object.assign(new Error("no space"), { code: "ENOSPC" });
    return isFull ? Promise.reject(error) : Promise.resolve();
  };
  const given = {
    ...options(),
    onFull: (error: SpikefedError) => {
      order.push(error.code);
      isFull = order.length < 6;
      return Promise.resolve();
    },
  };
  const handle = { appendFile, datasync: step("flush"), truncate: step("take back") };
  const log = new RunLog(handle as unknown as FileHandle, emptyLog(), given);
  await log.append(joined(1));
  const once = ["write", "take back", "store/full"];
  expect(order).toEqual([...once, ...once, "write", "flush"]);
  expect(given.failures).toEqual([]);
  expect(log.events.length).toBe(1);
});

test("any end of the file gives a prefix of the events", async () => {
  const events = await written();
  const bytes = await readFile(file);
  for (let length = 0; length <= bytes.length; length++) {
    const saved = parseLog(bytes.subarray(0, length), "log");
    expect(saved.damage).toBeNull();
    expect(saved.events).toEqual(events.slice(0, saved.events.length));
    expect(saved.torn).toBe(saved.goodBytes !== length);
  }
});

test("a line is told only after it was written and flushed", async () => {
  const order: string[] = [];
  const step = (name: string) => () => Promise.resolve(void order.push(name));
  const watched = { appendFile: step("write"), datasync: step("flush") };
  const given = { ...options(), onDurable: () => void order.push("told") };
  const log = new RunLog(watched as unknown as FileHandle, emptyLog(), given);
  await log.append(joined(1)).then(step("answered"));
  expect(order).toEqual(["write", "flush", "told", "answered"]);
});

test("a line that cannot be written fails everything after it", async () => {
  const given = options();
  const full = {
    appendFile: () => Promise.reject(new Error("ENOSPC")),
    close: () => Promise.resolve(),
  };
  const log = new RunLog(full as unknown as FileHandle, emptyLog(), given);
  const appended = log.append(joined(1));
  await expect(appended).rejects.toMatchObject({ code: "store/write" });
  await expect(log.append(joined(2))).rejects.toMatchObject({ code: "store/write" });
  expect(given.failures.length).toBe(1);
  expect(log.events).toEqual([]);
});
