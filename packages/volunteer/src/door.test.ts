// At the door of an invite-only room, and out of it again.

import { SpikefedError, type Ack } from "@spikefed/protocol";
import { expect, test } from "vitest";

import { settle, startVolunteer } from "./testing/start.ts";

const waiting: Ack = { ok: false, error: new SpikefedError("room/waiting").report() };

async function atTheDoor() {
  const started = startVolunteer();
  started.coordinator.intercept = (event) => (event === "hello" ? waiting : null);
  await settle();
  expect(started.now()).toMatchObject({ phase: "at-door", online: false, error: null });
  return started;
}

test("who waits says hello again when it is let in", async () => {
  const { coordinator, now } = await atTheDoor();
  coordinator.intercept = () => null;
  coordinator.say("door", { admitted: true });
  await settle();
  expect(coordinator.seen("hello")).toHaveLength(2);
  expect(now()).toMatchObject({ phase: "waiting", online: true });
});

test("who is turned away stops, and does not come back by itself", async () => {
  const { coordinator, now } = await atTheDoor();
  coordinator.say("door", { admitted: false });
  await settle();
  expect(now()).toMatchObject({ phase: "stopped", error: { code: "room/turned-away" } });
  expect(coordinator.connections).toBe(1);
});

test("who loses the connection while it waits asks anew", async () => {
  const { coordinator, now } = await atTheDoor();
  coordinator.cut();
  expect(now().phase).toBe("connecting");
  coordinator.connect();
  await settle();
  expect(now().phase).toBe("at-door");
});

test("a hello that is refused since many come is said again after the time that was given", async () => {
  const waits: number[] = [];
  const { coordinator, now } = startVolunteer({
    rest: (ms) => {
      waits.push(ms);
      return new Promise((resolve) => (letGo = resolve));
    },
  });
  let letGo = () => undefined as void;
  const crowded = new SpikefedError("room/too-many-joins", { seconds: 3 }).report();
  coordinator.intercept = (event) => (event === "hello" ? { ok: false, error: crowded } : null);
  await settle();
  expect(now()).toMatchObject({ phase: "connecting", error: { code: "room/too-many-joins" } });
  letGo();
  await settle();
  expect(coordinator.seen("hello")).toHaveLength(2);
  coordinator.intercept = () => null;
  letGo();
  await settle();
  expect(now()).toMatchObject({ phase: "waiting", online: true, error: null });
  expect(coordinator.seen("hello")).toHaveLength(3);
  expect(waits.every((ms, tries) => ms >= 3000 && ms <= 3000 * (1 + 2 ** tries))).toBe(true);
});

/** Refused once for the crowd; while it rests, its connection is made anew. */
async function reconnectedWhileResting() {
  let letGo = () => undefined as void;
  const { coordinator, now } = startVolunteer({
    rest: () => new Promise((resolve) => (letGo = resolve)),
  });
  const crowded = new SpikefedError("room/too-many-joins", { seconds: 3 }).report();
  coordinator.intercept = (event) => (event === "hello" ? { ok: false, error: crowded } : null);
  await settle();
  coordinator.intercept = () => null;
  coordinator.cut();
  coordinator.connect();
  return { coordinator, now, letGo: () => letGo() };
}

test("a connection that is made anew meanwhile says hello itself, and only once", async () => {
  const { coordinator, now, letGo } = await reconnectedWhileResting();
  await settle();
  letGo();
  await settle();
  expect(now()).toMatchObject({ phase: "waiting", online: true });
  expect(coordinator.seen("hello")).toHaveLength(2);
});

test("a wait that ends before the new connection's hello is answered says no second one on it", async () => {
  const { coordinator, now, letGo } = await reconnectedWhileResting();
  letGo();
  await settle();
  expect(now()).toMatchObject({ phase: "waiting", online: true });
  expect(coordinator.seen("hello")).toHaveLength(2);
});

test("an answer that nobody waits for changes nothing", async () => {
  const { coordinator, now } = startVolunteer();
  await settle();
  coordinator.say("door", { admitted: false });
  await settle();
  expect(now().phase).toBe("waiting");
});

test("a removed device stops, and keeps the token that is refused from now on", async () => {
  const { coordinator, now, sessions } = startVolunteer();
  await settle();
  coordinator.say("removed");
  await settle();
  expect(now()).toMatchObject({ phase: "stopped", error: { code: "room/removed" } });
  expect(sessions.at(-1)).not.toBeNull();
});

test("a new name is the one in the roster", async () => {
  const { coordinator, now } = startVolunteer();
  await settle();
  const entry = { client: now().you?.client, name: "Ada" };
  coordinator.say("roster", [{ client: 99, name: "Somebody" }, entry]);
  expect(now().you?.name).toBe("Ada");
});
