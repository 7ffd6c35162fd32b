// A process that holds many clients: takes orders over the channel to the trial.

import { encodeUpdate } from "@spikefed/fl-core";

import { shapeOf } from "../model-shape.ts";
import { pause } from "../wait.ts";
import type { FleetOrder } from "./fleet-orders.ts";
import { LoadClient } from "./load-client.ts";
import { Payload } from "./payload.ts";
import { Tally } from "./tally.ts";
import { LOAD_MODEL, LOAD_ENCODING } from "./workload.ts";

const tally = new Tally();
/** Work that waits; how much of it may go on at once. */
const waiting: (() => Promise<void>)[] = [];
let atOnce = 0;
let going = 0;
let made: Payload | null = null;

process.on("message", (order: FleetOrder) => void obey(order));
process.on("disconnect", () => process.exit(0)); // the trial is over

async function obey(order: FleetOrder): Promise<void> {
  if (order.order === "connect") await connect(order);
  if (order.order === "upload") {
    payload(); // made before the clock runs
    atOnce = order.atOnce;
    go();
  }
  process.send?.(tally.state());
}

async function connect(order: Extract<FleetOrder, { order: "connect" }>): Promise<void> {
  const { url, clients, volunteers, perSecond } = order;
  for (let at = 0; at < clients; at++) {
    const role = at < volunteers ? "volunteer" : "watch";
    new LoadClient({ url, role, tally, turn, payload }).connect();
    if (at % 10 === 9) await pause(10_000 / perSecond);
  }
}

function turn(work: () => Promise<void>): void {
  waiting.push(work);
  go();
}

function go(): void {
  while (going < atOnce) {
    const work = waiting.shift();
    if (work === undefined) return;
    going += 1;
    void work().finally(() => {
      going -= 1;
      go();
    });
  }
}

/** Small changes of the model, as the workload's encoding writes them. */
function payload(): Payload {
  if (made) return made;
  const { layout, length } = shapeOf(LOAD_MODEL, 10);
  const after = Float32Array.from({ length }, (_, p) => ((p % 97) - 48) / 1024);
  for (const { name, offset, length: size } of layout) {
    if (name.endsWith(".var")) after.fill(0, offset, offset + size);
  }
  const before = new Float32Array(length);
  const change = { layout, before, after, encoding: LOAD_ENCODING, seed: 1, remainder: null };
  made = new Payload(Buffer.from(encodeUpdate(change).bytes));
  return made;
}
