// A crowd loses its coordinator and comes back to the next one.

import { join } from "node:path";

import type { Trial, TrialOptions, TrialResult } from "../trial.ts";
import { countsText, machineFigure, seconds } from "./figures.ts";
import { Fleet } from "./fleet.ts";
import { HostProbe } from "./host-probe.ts";
import { WatchedCoordinator } from "./watched-coordinator.ts";
import { loadArgs } from "./workload.ts";

export const reconnectTrial: Trial = {
  name: "load-reconnect",
  about: "SIGKILL under a crowd, and its return",
  run: comeBack,
};

const LIMIT_MS = 180_000;

/** Only a run that is under way goes on after the restart. */
async function startRun({ url, hostKey }: WatchedCoordinator): Promise<void> {
  const host = new HostProbe(url, hostKey);
  await host.join();
  await host.start();
  host.stop();
}

async function comeBack({ full, folder, say }: TrialOptions): Promise<TrialResult> {
  const size = full
    ? { clients: 5000, volunteers: 900, perSecond: 500 }
    : { clients: 300, volunteers: 100, perSecond: 100 };
  const { clients, volunteers } = size;
  const args = loadArgs(volunteers + 100, clients + 100);
  const coordinator = await WatchedCoordinator.start(join(folder, "data"), args);
  const fleet = new Fleet(2);
  try {
    await fleet.connect({ url: coordinator.url, ...size });
    const here = await fleet.until(({ online }) => online >= clients, LIMIT_MS);
    say(`${here.online} are here`);
    await startRun(coordinator);
    const killedMs = Date.now();
    await coordinator.killAndRestart();
    const listeningMs = Date.now();
    const start = await coordinator.look(); // what comes after it is the return alone
    const state = await fleet.until(
      ({ online, lastHelloMs }) => online >= clients && (lastHelloMs ?? 0) > listeningMs,
      LIMIT_MS,
    );
    const look = await coordinator.look();
    const isWhole = state.online >= clients;
    const backMs = isWhole ? (state.lastHelloMs ?? NaN) - listeningMs : null;
    return {
      violations: [
        ...(isWhole ? [] : [`${clients - state.online} of ${clients} did not come back`]),
        ...(Object.keys(state.refused).length > 0
          ? [`refused hellos: ${countsText(state.refused)}`]
          : []),
      ],
      figures: [
        {
          what: `${clients} clients are back, from the restart's first answer`,
          asked: full ? "<= 15 s" : null,
          measured: seconds(backMs),
        },
        {
          what: "... the start itself; event loop late in it, most",
          asked: null,
          measured: `${seconds(listeningMs - killedMs)}; ${start.delayMaxMs.toFixed(0)} ms`,
        },
        {
          what: "event loop late meanwhile, p99 and most",
          asked: full ? "<= 200 ms" : null,
          measured: `${look.delayP99Ms.toFixed(0)} ms, ${look.delayMaxMs.toFixed(0)} ms`,
        },
        {
          what: "connections lost, the kill's included",
          asked: null,
          measured: countsText(state.lost),
        },
        machineFigure(),
      ],
    };
  } finally {
    fleet.close();
    await coordinator.end();
  }
}
