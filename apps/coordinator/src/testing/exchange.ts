// Recorded exchanges of docs/examples, played against a coordinator.

import { createHash, createPrivateKey, sign } from "node:crypto";

import type { ClientEvent } from "@spikefed/protocol";
import { expect } from "vitest";

import { constantUpdate, type TestClient } from "./test-client.ts";
import type { TestBench } from "./test-coordinator.ts";

/** One step of a recorded exchange; `who` is a client's name, `client` where it is left out. */
export type Step = { who?: string } & (
  | { connect: true }
  | { disconnect: true }
  | { send: [event: ClientEvent, message: unknown]; answer: unknown }
  | { receive: string; message: unknown }
  | { sign: { seed: string; text: string[] }; as: string }
  | { get: string; status: number; json?: unknown; sha256?: string }
);

/** What stands before the 32 bytes of an Ed25519 private key (RFC 8410, section 7). */
const PKCS8_HEAD = "302e020100300506032b657004220420";

/** The words of a file that differ from run to run, bound at first sight. */
type Words = Map<string, unknown>;

/** @returns the steps with what was really answered in the place of what was recorded. */
export async function replay(bench: TestBench, steps: readonly Step[]): Promise<Step[]> {
  const words: Words = new Map([["$hostKey", bench.coordinator.hostKey]]);
  const player = new Player(bench, words);
  const played: Step[] = [];
  for (const step of steps) played.push(await player.play(step));
  return played;
}

class Player {
  readonly #bench: TestBench;
  readonly #words: Words;
  readonly #clients = new Map<string, TestClient>();
  #update = new Uint8Array();

  constructor(bench: TestBench, words: Words) {
    this.#bench = bench;
    this.#words = words;
  }

  async play(step: Step): Promise<Step> {
    const client = this.#clientOf(step);
    if ("disconnect" in step) {
      client.close();
      this.#clients.delete(step.who ?? "client");
      return step;
    }
    if ("send" in step) return this.#send(step, client);
    if ("receive" in step) return this.#receive(step, client);
    if ("sign" in step) return this.#sign(step);
    return "get" in step ? this.#get(step) : step;
  }

  async #send(step: Extract<Step, { send: unknown }>, client: TestClient): Promise<Step> {
    const [event, message] = step.send;
    const answer = await client.ask(event, this.#filled(message));
    return { ...step, answer: this.#compared(answer, step.answer) };
  }

  async #receive(step: Extract<Step, { receive: unknown }>, client: TestClient): Promise<Step> {
    await client.until(() => client.tasks.length > 0);
    const task = client.tasks.at(-1)!;
    this.#update = new Uint8Array(constantUpdate(task, 0));
    this.#words.set("$updateBytes", this.#update.length);
    this.#words.set("$updateSha256", createHash("sha256").update(this.#update).digest("hex"));
    return { ...step, message: this.#compared(task, step.message) };
  }

  /** Ed25519 of the lines, whose words are filled in wherever they stand. */
  #sign(step: Extract<Step, { sign: unknown }>): Step {
    const { seed, text } = step.sign;
    const der = Buffer.from(PKCS8_HEAD + seed, "hex");
    const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
    const lines = text.map((line) =>
      line.replace(/\$\w+/g, (word) => String(this.#words.get(word))),
    );
    this.#words.set(step.as, sign(null, Buffer.from(lines.join("\n")), key).toString("hex"));
    return step;
  }

  async #get(step: Extract<Step, { get: unknown }>): Promise<Step> {
    const url = `http://127.0.0.1:${this.#bench.coordinator.port}`;
    const path = step.get.replace(/\$\w+/g, (word) => String(this.#words.get(word)));
    const response = await fetch(url + path);
    expect(response.status).toBe(step.status);
    const bytes = Buffer.from(await response.arrayBuffer());
    if (step.sha256 !== undefined) {
      const hash = createHash("sha256").update(bytes).digest("hex");
      return { ...step, sha256: this.#compared(hash, step.sha256) as string };
    }
    return { ...step, json: this.#compared(JSON.parse(bytes.toString()), step.json) };
  }

  #clientOf({ who = "client" }: Step): TestClient {
    const known = this.#clients.get(who) ?? this.#bench.client();
    this.#clients.set(who, known);
    return known;
  }

  /** A message with its words filled in. */
  #filled(value: unknown): unknown {
    if (typeof value === "string") return value.startsWith("$") ? this.#words.get(value) : value;
    if (typeof value !== "object" || value === null) return value;
    const { $update } = value as { $update?: [number, number] };
    if ($update) return Buffer.from(this.#update.subarray(...$update));
    if (Array.isArray(value)) return value.map((each) => this.#filled(each));
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key, this.#filled(each)]),
    );
  }

  /** `got` in the words of `recorded`: where both agree it is what was recorded. */
  #compared(got: unknown, recorded: unknown): unknown {
    if (typeof recorded === "string" && recorded.startsWith("$")) {
      if (recorded === "$*") return recorded;
      if (!this.#words.has(recorded)) this.#words.set(recorded, got);
      return this.#words.get(recorded) === got ? recorded : got;
    }
    if (typeof got !== "object" || got === null) return got;
    const under = (key: string) => (recorded as Record<string, unknown> | null | undefined)?.[key];
    if (Array.isArray(got)) return got.map((each, i) => this.#compared(each, under(String(i))));
    return Object.fromEntries(
      Object.entries(got).map(([key, each]) => [key, this.#compared(each, under(key))]),
    );
  }
}
