// Whole rounds of a crowd: every volunteer sends an update of 1.1 MB, each durable before it is
// acknowledged, and the round is averaged.

import { join } from "node:path";

import type { Trial, TrialOptions, TrialResult } from "../trial.ts";
import { isSoon } from "../wait.ts";
import { machineFigure, megabytes, roundTrips, seconds, troublesOf } from "./figures.ts";
import { Fleet } from "./fleet.ts";
import type { FleetState } from "./fleet-orders.ts";
import { HostProbe } from "./host-probe.ts";
import { WatchedCoordinator, type Look } from "./watched-coordinator.ts";
import { loadArgs } from "./workload.ts";

export const roundTrial: Trial = {
  name: "load-round",
  about: "a round in which every client sends an update of 1.1 MB",
  run: compareRounds,
};

const LIMIT_MS = 300_000;
const UPLOADS_AT_ONCE = 16;

interface Round {
  clients: number;
  state: FleetState;
  /** From open to averaged, milliseconds; null: it was not averaged in time. */
  roundMs: number | null;
  look: Look;
  roundTripsMs: number[];
  troubles: string[];
}

async function compareRounds({ full, folder, say }: TrialOptions): Promise<TrialResult> {
  const few = await playRound(join(folder, "few"), 10);
  say(`10 clients: ${seconds(few.roundMs)}, ${megabytes(few.look.rssBytes)}`);
  const many = await playRound(join(folder, "many"), full ? 1000 : 60);
  const { state, roundMs, clients } = many;
  const sendingMs = (state.lastAckMs ?? NaN) - (state.firstAckMs ?? NaN);
  const rate = (state.acknowledged - 1) / (sendingMs / 1000);
  const growth = many.look.rssBytes - few.look.rssBytes;
  const asked = (text: string) => (full ? text : null);
  return {
    violations: [few, many].flatMap(({ troubles }) => troubles),
    figures: [
      {
        what: `a round of ${clients} x 1.1 MB, from open to averaged`,
        asked: asked("<= 20 s"),
        measured: seconds(roundMs),
      },
      {
        what: "updates acknowledged a second, each on the disk",
        asked: asked(">= 100"),
        measured: `${rate.toFixed(0)} (${state.acknowledged} in ${seconds(sendingMs)})`,
      },
      roundTrips(asked("<= 50 ms"), many.roundTripsMs),
      {
        what: "event loop late, p99 and most",
        asked: null,
        measured: `${many.look.delayP99Ms.toFixed(0)} ms, ${many.look.delayMaxMs.toFixed(0)} ms`,
      },
      {
        what: `resident memory beyond that of a round of ${few.clients}`,
        asked: asked("<= 50 MB"),
        measured: `${megabytes(growth)} (${megabytes(few.look.rssBytes)} to ${megabytes(many.look.rssBytes)})`,
      },
      machineFigure(),
    ],
  };
}

async function playRound(dataDir: string, clients: number): Promise<Round> {
  const coordinator = await WatchedCoordinator.start(dataDir, loadArgs(clients, clients + 100));
  const { url } = coordinator;
  const fleet = new Fleet(2);
  const host = new HostProbe(url, coordinator.hostKey);
  try {
    await fleet.connect({ url, clients, volunteers: clients, perSecond: 500 });
    const here = await fleet.until(({ online }) => online >= clients, LIMIT_MS);
    if (here.online < clients) throw new Error(`${here.online} of ${clients} clients are here`);
    await host.join();
    await fleet.upload(UPLOADS_AT_ONCE);
    await coordinator.look();
    const startedMs = Date.now();
    const measuring = host.measure();
    await host.start();
    await isSoon(() => host.averagedMs !== null || coordinator.hasEnded, LIMIT_MS);
    host.stop();
    await measuring;
    const state = await fleet.state();
    const look = await coordinator.look();
    const { averagedMs, roundTripsMs } = host;
    const roundMs = averagedMs === null ? null : averagedMs - startedMs;
    const troubles = [
      ...troublesOf(state),
      ...host.troubles,
      ...(state.acknowledged === clients ? [] : [`${state.acknowledged} of ${clients} counted`]),
      ...(roundMs === null ? [`it was not averaged: ${coordinator.output.slice(-400)}`] : []),
    ];
    return { clients, state, roundMs, look, roundTripsMs, troubles };
  } finally {
    host.stop();
    fleet.close();
    await coordinator.end();
  }
}
