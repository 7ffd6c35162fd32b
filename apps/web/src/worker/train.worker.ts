// The training worker: it owns the graphics device and the socket, so that a hidden page goes on.
// It waits for messages and for the work itself, never for timers or animation frames.

import { SpikefedError } from "@spikefed/protocol";
import { SnnError } from "@spikefed/snn-core";
import type { Volunteer } from "@spikefed/volunteer";
import { watchPressure, type PressureWorld } from "../device/pressure.ts";
import type { Failure, PageMessage, WorkerMessage } from "./messages.ts";
import { keepPace } from "./pace-keeper.ts";
import { openSession } from "./session.ts";

const say = (message: WorkerMessage) => self.postMessage(message);

let volunteer: Volunteer | null = null;
let picture = 0;
let isHidden = false;

const keeper = keepPace({
  volunteer: () => volunteer,
  onPace: (pace) => say({ type: "pace", pace }),
  onRest: (byBattery) => say({ type: "rest", byBattery }),
  now: () => performance.now(),
});

self.onmessage = ({ data }: MessageEvent<PageMessage>) => {
  handle(data).catch((error: unknown) => say({ type: "failed", failure: failureOf(error) }));
};

async function handle(message: PageMessage): Promise<void> {
  if (message.type === "start") {
    volunteer = await openSession(message, { say, trace, keeper });
    keeper.begin();
    const { kind } = volunteer.snapshot().device;
    watchPressure(self as unknown as PressureWorld, kind, keeper.pressure);
    volunteer.setHidden(isHidden);
    return;
  }
  if (message.type === "pace") return keeper.wish(message.chosen, message.battery);
  if (message.type === "hidden") isHidden = message.hidden;
  if (volunteer !== null) return obey(volunteer, message);
}

type Order = Exclude<PageMessage, { type: "start" | "pace" }>;

function obey(volunteer: Volunteer, message: Order): void | Promise<void> {
  switch (message.type) {
    case "pause":
      keeper.byHand();
      return volunteer.pause();
    case "resume":
      keeper.byHand();
      return volunteer.resume();
    case "reconnect":
      return volunteer.reconnect();
    case "hidden":
      return volunteer.setHidden(message.hidden);
    case "sleep":
      keeper.sleep(message.asleep);
      return volunteer.sleep(message.asleep);
    case "close":
      return volunteer.close();
    case "wave":
      return volunteer.wave();
    case "stay":
      return volunteer.leaveAfterRound(false);
    case "leave":
      if (message.when === "after-round") return volunteer.leaveAfterRound(true);
      return volunteer.leave();
    case "next-picture":
      picture++;
      return trace();
  }
}

/** Sends the held picture on its way through the network, if there are pictures yet. */
async function trace(): Promise<void> {
  const samples = volunteer?.snapshot().you?.samples ?? 0;
  if (volunteer === null || samples === 0) return;
  try {
    say({ type: "trace", trace: await volunteer.trace(picture % samples) });
  } catch {
    // Model or pictures are still on their way: the next round asks again.
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof SpikefedError) return error.report();
  if (error instanceof SnnError) {
    return { code: error.code, fact: error.fact, cure: error.cure, retry: "never" };
  }
  const fact = error instanceof Error ? error.message : String(error);
  const cure = "Reload the page. If it happens again, copy the details for the host.";
  return { code: "worker/failed", fact, cure, retry: "now" };
}
