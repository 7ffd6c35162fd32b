// A process that sends hostile frames until it has sent as many as it was asked to, over plain TCP.
// Arguments: port, seed, frames. At its end it prints what it has done, as JSON.

import { PROTOCOL_VERSION } from "@spikefed/protocol";

import { fractions } from "../fractions.ts";
import { pause } from "../wait.ts";
import { broken, event, request, spoiled } from "./fuzz.ts";
import { Line, PATIENCE_MS } from "./line.ts";
import { closeFrame, textFrame } from "./web-socket-frame.ts";

const [port = 0, seed = 0, wanted = 0] = process.argv.slice(2).map(Number);
const LINES = 8;

const done = { frames: 0, connections: 0 };
const hello = (role: string) =>
  textFrame(`420["hello",{"protocol":${PROTOCOL_VERSION},"role":"${role}","room":null}]`);

await Promise.all(Array.from({ length: LINES }, (_, line) => attack(fractions(seed, line))));
process.stdout.write(JSON.stringify(done));

async function attack(random: () => number): Promise<void> {
  while (done.frames < wanted) {
    const line = new Line(port);
    done.connections += 1;
    const kind = random();
    if (kind < 0.1) await sendAll(line, [request(random)]);
    else if (await line.greet()) await sendAll(line, framesOf(kind, random));
    line.socket.destroy();
  }
}

/** As many as a connection may send before it is dropped, where they can be read. */
function framesOf(kind: number, random: () => number): Buffer[] {
  const many = (length: number, make: () => Buffer) => Array.from({ length }, make);
  if (kind < 0.2) return many(4, () => broken(random));
  if (kind < 0.4) return many(6, () => spoiled(random));
  const role = random() < 0.02 ? "volunteer" : "watch";
  const first = random() < 0.7 ? [hello(role)] : [];
  return [...first, ...many(24, () => textFrame(event(random)))];
}

async function sendAll(line: Line, frames: readonly Buffer[]): Promise<void> {
  for (const frame of frames) {
    if (line.socket.destroyed || line.hasEnded) return;
    line.socket.write(frame);
    done.frames += 1;
    if (done.frames % 8 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  line.socket.write(closeFrame()); // is answered when all before it is read
  await Promise.race([line.ended, pause(PATIENCE_MS)]);
}
