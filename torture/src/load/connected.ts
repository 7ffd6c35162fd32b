// A crowd that only stays: who is lost, and what each costs in memory.

import { join } from "node:path";

import type { Trial, TrialOptions, TrialResult } from "../trial.ts";
import { pause } from "../wait.ts";
import { countsText, machineFigure, roundTrips, seconds, troublesOf } from "./figures.ts";
import { Fleet } from "./fleet.ts";
import { HostProbe } from "./host-probe.ts";
import { WatchedCoordinator } from "./watched-coordinator.ts";
import { loadArgs } from "./workload.ts";

export const connectedTrial: Trial = {
  name: "load-connected",
  about: "a crowd of volunteers and watchers that stays connected",
  run: stayConnected,
};

const KILOBYTES = 30;
const ROUND_TRIP_MS = 50;

async function stayConnected({ full, folder, say }: TrialOptions): Promise<TrialResult> {
  const size = full
    ? { clients: 5000, volunteers: 900, perSecond: 500, staySeconds: 600 }
    : { clients: 1000, volunteers: 200, perSecond: 200, staySeconds: 60 };
  const { clients, volunteers, staySeconds } = size;
  const args = loadArgs(volunteers + 100, clients + 100);
  const coordinator = await WatchedCoordinator.start(join(folder, "data"), args);
  const fleet = new Fleet(2);
  const host = new HostProbe(coordinator.url, coordinator.hostKey);
  try {
    await host.join();
    const before = await coordinator.look();
    const startedMs = Date.now();
    await fleet.connect({ url: coordinator.url, ...size });
    const joined = await fleet.until(({ online }) => online >= clients, 300_000);
    say(`${joined.online} are here after ${seconds(Date.now() - startedMs)}`);
    const there = await coordinator.look();
    const measuring = host.measure();
    await pause(1000 * staySeconds);
    host.stop();
    await measuring;
    const state = await fleet.state();
    const after = await coordinator.look();
    const each = (after.rssBytes - before.rssBytes) / 1000 / clients;
    const idle = (after.cpuSeconds - there.cpuSeconds) / staySeconds;
    const missing = clients - state.online;
    return {
      violations: [
        ...troublesOf(state),
        ...(missing > 0 ? [`${missing} of ${clients} clients are not connected`] : []),
        ...(coordinator.hasEnded ? [`it ended: ${coordinator.output.slice(-600)}`] : []),
        ...host.troubles,
      ],
      figures: [
        {
          what: "connected clients, those with a place",
          asked: full ? ">= 5000" : null,
          measured: `${state.online}, ${volunteers}`,
        },
        {
          what: "until all were greeted",
          asked: null,
          measured: seconds((joined.lastHelloMs ?? NaN) - startedMs),
        },
        {
          what: `connections lost in ${staySeconds} s after that`,
          asked: "0",
          measured: countsText(state.lost),
        },
        {
          what: "resident memory of the coordinator for each",
          asked: full ? `<= ${KILOBYTES} kB` : null,
          measured: `${each.toFixed(1)} kB`,
        },
        {
          what: "its processor while they stay",
          asked: null,
          measured: `${(100 * idle).toFixed(1)} % of one`,
        },
        roundTrips(full ? `<= ${ROUND_TRIP_MS} ms` : null, host.roundTripsMs),
        machineFigure(),
      ],
    };
  } finally {
    host.stop();
    fleet.close();
    await coordinator.end();
  }
}
