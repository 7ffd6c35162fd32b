// The program as it is started by a person: processes, signals, a kill.

import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { CHUNK_BYTES } from "@spikefed/protocol";
import { readLog } from "@spikefed/run-store";
import { afterEach, beforeEach, expect, test } from "vitest";

import { TestClient } from "./testing/test-client.ts";

const main = fileURLToPath(new URL("./main.ts", import.meta.url));
const loader = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

let folder: string;
let running: ChildProcess[] = [];
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "spikefed-test-"))));
afterEach(async () => {
  for (const child of running) child.kill("SIGKILL");
  running = [];
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
});

interface Started {
  child: ChildProcess;
  output: () => string;
  /** Exit code, or the signal. */
  ended: Promise<number | string>;
}

function run(...args: string[]): Started {
  const all = ["--import", loader, main, "--data-dir", folder, "--host", "127.0.0.1", ...args];
  const child = spawn(process.execPath, all, { stdio: ["ignore", "pipe", "pipe"] });
  running.push(child);
  let text = "";
  child.stdout.on("data", (part: Buffer) => (text += part.toString()));
  child.stderr.on("data", (part: Buffer) => (text += part.toString()));
  const ended = new Promise<number | string>((resolve) =>
    child.on("close", (code, signal) => resolve(code ?? signal ?? "")),
  );
  return { child, output: () => text, ended };
}

const quick = ["--dataset", "shapes", "--port", "0", "--preset", "s4", "--set", "testSamples=10"];

async function links({ output }: Started): Promise<{ url: string; hostKey: string }> {
  const pattern = /(http:\/\/localhost:\d+)\/host#key=(\S+)/;
  await expect.poll(output, { timeout: 30_000 }).toMatch(pattern);
  const [, url = "", hostKey = ""] = pattern.exec(output()) ?? [];
  return { url: url.replace("localhost", "127.0.0.1"), hostKey };
}

test(
  "it prints its links, says that shapes are drawn, and ends well",
  { timeout: 60_000 },
  async () => {
    const started = run(...quick);
    const { url } = await links(started);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(started.output()).toContain("The pictures are drawn shapes, not photographs.");
    started.child.kill("SIGTERM");
    expect(await started.ended).toBe(0);
    expect(started.output()).toMatch(/The room has stopped\. Everything is kept: .*\n$/);
  },
);

test("a wrong option or setting ends it with a clear sentence", { timeout: 60_000 }, async () => {
  const [option, setting] = [run("--prot", "1"), run("--rounds", "0")];
  expect(await option.ended).toBe(1);
  expect(option.output()).toContain("start/option: --prot: unknown option");
  expect(await setting.ended).toBe(1);
  expect(setting.output()).toContain("rounds is 0; allowed is a whole number from 1 to 1000");
});

test("a killed coordinator loses nothing that it acknowledged", { timeout: 90_000 }, async () => {
  const first = run(...quick, "--set", "minReports=2", "--set", "clients=2", "--rounds", "1");
  const before = await links(first);
  const clients = [new TestClient(before.url), new TestClient(before.url)];
  for (const client of clients) await client.hello();
  const host = new TestClient(before.url);
  await host.hello({ role: "host", hostKey: before.hostKey });
  await host.until(() => host.log.filter(({ type }) => type === "joined").length === 2);
  await host.host("start");
  const [a, b] = clients as [TestClient, TestClient];
  expect(await a.send(await a.task(1))).toMatchObject({ ok: true });
  first.child.kill("SIGKILL");
  expect(await first.ended).toBe("SIGKILL");

  const second = run(...quick);
  const after = await links(second);
  await expect.poll(second.output).toMatch(/The run goes on where it was: .*\n/);
  expect(second.output()).not.toContain("press Start");
  expect(after.hostKey).toBe(before.hostKey);
  const again = new TestClient(after.url);
  await again.hello({ resume: b.resume });
  expect(again.log.some(({ type }) => type === "update-accepted")).toBe(true);
  await again.send(await again.task(1));
  expect((await again.seen("aggregated", 1)).clients).toEqual([1, 2]);
  expect((await again.seen("evaluated", 1)).samples).toBe(10); // by the real evaluation worker
  for (const client of [a, b, host, again]) client.close();
  second.child.kill("SIGINT");
  expect(await second.ended).toBe(0);
  const runId = (await readFile(join(folder, "current"), "utf8")).trim();
  const { events, damage } = await readLog(join(folder, `run-${runId}`, "log.jsonl"));
  expect(damage).toBeNull();
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at));
});

interface Line {
  time: string;
  level: string;
  event: string;
  facts: Record<string, unknown>;
}

const linesOf = ({ output }: Started) =>
  output()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Line);

/** A run with a volunteer who has begun to send its update, and what it must not tell. */
async function sending(started: Started) {
  await expect.poll(started.output, { timeout: 120_000 }).toMatch(/"event":"listening".*\n/);
  const { facts } = linesOf(started).find(({ event }) => event === "listening")!;
  const url = `http://127.0.0.1:${Number(facts["port"])}`;
  const file = String(facts["links"]);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const hostKey = /#key=(\S+)/.exec(await readFile(file, "utf8"))?.[1] ?? "";
  const [host, client] = [new TestClient(url), new TestClient(url)];
  await host.hello({ role: "host", hostKey });
  const { you } = await client.hello({ name: "Ada Lovelace" });
  await host.until(() => host.log.some(({ type }) => type === "joined"));
  if (!host.log.some(({ type }) => type === "run-started")) await host.host("start");
  const update = client.announce(await client.task(1), {});
  await client.get("upload-begin", update.message);
  const told = new Promise((resolve) => host.socket.once("stopping", resolve));
  const secrets = [hostKey, you!.token, "Ada", "Lovelace", "127.0.0.1"];
  return { host, client, update, told, secrets, close: () => [host, client].map((c) => c.close()) };
}

test(
  "asked to stop it takes the update on its way, ends well, and its log for programs has no secret",
  { timeout: 300_000 },
  async () => {
    const started = run(...quick, "--log", "json", "--drain-seconds", "60");
    const { host, client, update, told, secrets, close } = await sending(started);
    expect(await host.refusal("hello", { protocol: 0 })).not.toBe("ok");
    started.child.kill("SIGTERM");
    expect(await told).toMatchObject({ error: { code: "room/stopping" } });
    const { updateId } = update.message;
    for (let offset = 0; offset < update.bytes.length; offset += CHUNK_BYTES) {
      const data = Buffer.from(update.bytes.subarray(offset, offset + CHUNK_BYTES));
      await client.get("upload-chunk", { updateId, offset, data });
    }
    await client.get("upload-commit", { updateId });
    expect(await started.ended).toBe(0);
    close();
    const lines = linesOf(started);
    for (const { time, level, event, facts } of lines) {
      expect([new Date(time).toISOString(), typeof facts]).toEqual([time, "object"]);
      expect(["info", "warn", "error"]).toContain(level);
      expect(event).toMatch(/^[a-z/-]+$/);
    }
    expect(lines.map(({ event }) => event)).toEqual(
      expect.arrayContaining(["listening", "joined", "run-started", "update-accepted", "stopped"]),
    );
    for (const secret of secrets) expect(started.output()).not.toContain(secret);
  },
);

test("asked twice it ends at once", { timeout: 300_000 }, async () => {
  const started = run(...quick, "--log", "json", "--drain-seconds", "600");
  const { told, close } = await sending(started);
  started.child.kill("SIGTERM");
  await told;
  started.child.kill("SIGTERM");
  expect(await started.ended).toBe(130);
  close();
});

test(
  "a certificate that cannot be used ends it before anything is fetched",
  { timeout: 120_000 },
  async () => {
    const started = run("--cert", join(folder, "none.pem"), "--key", join(folder, "none.key"));
    expect(await started.ended).toBe(1);
    expect(started.output()).toMatch(/^start\/certificate: .*none\.pem: there is no such file/);
  },
);
