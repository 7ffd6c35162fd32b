import { helloText, PROTOCOL_VERSION, SpikefedError, type ClientMessage } from "@spikefed/protocol";
import { expect, test } from "vitest";

import type { Signer } from "./options.ts";
import { keySigner, makeKeyPair, signatureCheck } from "./signatures.ts";
import { settle, startVolunteer } from "./testing/start.ts";

const { subtle } = globalThis.crypto;
const verify = signatureCheck(subtle);

async function makeSigner(): Promise<Signer> {
  return keySigner(subtle, (await makeKeyPair(subtle))!);
}

/** WebCrypto works on threads of its own: waits until there are so many hellos. */
async function hellos({ coordinator }: ReturnType<typeof startVolunteer>, count: number) {
  await expect.poll(() => coordinator.seen("hello").length).toBe(count);
  await settle();
  return coordinator.seen("hello") as ClientMessage<"hello">[];
}

test("a device with a key signs the challenge of this coordinator, and for the place it asks for", async () => {
  const signer = await makeSigner();
  const run = startVolunteer({ signer: () => Promise.resolve(signer), room: "K7QF" });
  const [first] = await hellos(run, 1);
  expect(first).not.toHaveProperty("resume");
  const { key, challenge, signature } = first!.proof!;
  expect(key).toBe(signer.key);
  const facts = { protocol: PROTOCOL_VERSION, coordinator: "c".repeat(64), room: "K7QF", key };
  const text = helloText({ ...facts, challenge, clientId: null });
  expect(await verify(key, text, signature)).toBe(true);
  const bound = { key, coordinator: "c".repeat(64) };
  const resume = { clientId: "client-00000001", token: "token-00000001" };
  expect(run.sessions).toEqual([{ ...resume, bound }]);

  run.coordinator.cut();
  run.coordinator.connect();
  const again = (await hellos(run, 2))[1]!;
  expect(again.resume).toEqual(resume);
  expect(again.proof!.challenge).not.toBe(challenge);
  const asked = helloText({
    ...{ ...facts, challenge: again.proof!.challenge },
    clientId: resume.clientId,
  });
  expect(await verify(key, asked, again.proof!.signature)).toBe(true);
});

test("a device without a key asks for no challenge and shows its token alone", async () => {
  const resume = { clientId: "client-00000009", token: "token-00000009" };
  for (const signer of [undefined, () => Promise.resolve(null)]) {
    const run = startVolunteer({ resume, signer });
    const [hello] = await hellos(run, 1);
    expect(hello!.resume).toEqual(resume);
    expect(hello).not.toHaveProperty("proof");
    expect(run.coordinator.seen("challenge")).toEqual([]);
    expect(run.sessions).toEqual([{ clientId: "client-00000001", token: "token-00000001" }]);
  }
});

test("a token of another coordinator, or of a key that is gone, is shown to nobody", async () => {
  const signer = await makeSigner();
  const place = { clientId: "client-00000009", token: "token-00000009" };
  const here = { key: signer.key, coordinator: "c".repeat(64) };
  const bounds = [
    { ...here, coordinator: "d".repeat(64) },
    { ...here, key: "e".repeat(64) },
  ];
  for (const bound of bounds) {
    const run = startVolunteer({
      resume: { ...place, bound },
      signer: () => Promise.resolve(signer),
    });
    expect((await hellos(run, 1))[0]).not.toHaveProperty("resume");
  }
  const keyless = startVolunteer({ resume: { ...place, bound: here } });
  expect((await hellos(keyless, 1))[0]).not.toHaveProperty("resume");
  const older = startVolunteer({ resume: place, signer: () => Promise.resolve(signer) });
  const [hello] = await hellos(older, 1); // from before there were keys: it is bound now
  expect(hello).toMatchObject({ resume: place, proof: { key: signer.key } });
});

test("a hello that a newer one has overtaken is not sent: its challenge no longer holds", async () => {
  const signer = await makeSigner();
  const signing: (() => void)[] = [];
  const slow = async (text: string) => {
    await new Promise<void>((resolve) => signing.push(resolve));
    return signer.sign(text);
  };
  const run = startVolunteer({ signer: () => Promise.resolve({ ...signer, sign: slow }) });
  await settle();
  run.coordinator.cut();
  run.coordinator.connect();
  await settle();
  expect(signing).toHaveLength(2);
  signing[1]!();
  await hellos(run, 1);
  signing[0]!();
  await settle();
  expect(run.coordinator.seen("challenge")).toHaveLength(2);
  expect(await hellos(run, 1)).toHaveLength(1);
  expect(run.now().online).toBe(true);
});

test.each(["room/proof", "room/session"] as const)(
  "a place that is refused with %s is forgotten, so that a reload joins anew",
  async (code) => {
    const { coordinator, sessions, now } = startVolunteer({
      resume: { clientId: "client-00000009", token: "token-00000009" },
    });
    const error = new SpikefedError(code, { why: "a test" }).report();
    coordinator.intercept = (event) => (event === "hello" ? { ok: false, error } : null);
    await settle();
    expect(now()).toMatchObject({ phase: "stopped", error: { code } });
    expect(sessions).toEqual([null]);
  },
);

test("a coordinator of an earlier version, which knows no challenge, is told from one that is slow", async () => {
  const signer = await makeSigner();
  const rests: number[] = [];
  const rest = (ms: number) => Promise.resolve(void rests.push(ms));
  const older = startVolunteer({ signer: () => Promise.resolve(signer), rest });
  const error = new SpikefedError("wire/version", { got: PROTOCOL_VERSION, want: 1 }).report();
  older.coordinator.intercept = (event) =>
    event === "challenge" ? "silent" : event === "hello" ? { ok: false, error } : null;
  const [asked] = await hellos(older, 1);
  expect(asked).toEqual({ protocol: PROTOCOL_VERSION });
  expect(older.now()).toMatchObject({ phase: "stopped", online: false, error });
  expect([older.coordinator.connections, rests]).toEqual([1, [10_000]]);

  const slow = startVolunteer({ signer: () => Promise.resolve(signer), rest });
  slow.coordinator.intercept = (event) => (event === "challenge" ? "silent" : null);
  await hellos(slow, 1);
  expect(slow.now()).toMatchObject({ online: false, error: null });
  slow.coordinator.intercept = () => null;
  slow.coordinator.cut();
  slow.coordinator.connect();
  await expect.poll(() => slow.now().online).toBe(true);
  expect(slow.sessions).toHaveLength(1);
});
