// A run that never was, for tests: made-up figures, with a repeat, a refusal, a failure, stragglers,
// an evaluation that failed, and names that attack.

import { defaultSettings, type LogBody, type LogEvent, type RunSettings } from "@spikefed/protocol";

import type { ReportExtras } from "../data/extras.ts";

const hash = (digit: string) => digit.repeat(64);
export const attack = `<script>alert("1")</script>`;
export const classes = [
  ...["airplane", "automobile", "bird", "cat", attack],
  ...["dog", "frog", "horse", "סירה", "truck"],
];

export interface MadeUp {
  seed?: number;
  rounds?: number;
  clients?: number;
  /** Accuracy of the last round, 0..1. */
  reached?: number;
  settings?: Partial<RunSettings>;
}

/** Events a second apart. The evaluation of round 3 fails; round 2 is repeated. */
export function madeUpLog(options: MadeUp = {}): LogEvent[] {
  const { seed = 1, rounds = 8, clients = 6, reached = 0.5, settings = {} } = options;
  const kept = settings.validationSamples ?? 0;
  const numbers = Array.from({ length: clients }, (_, i) => i + 1);
  const bodies = [
    opening({ ...defaultSettings, clients, rounds, seed, ...settings }),
    ...numbers.map((client) => joined(client)),
    { type: "run-started" } as const,
    ...Array.from({ length: rounds }, (_, i) =>
      round(i + 1, numbers, { rounds, reached, kept }),
    ).flat(),
    { type: "run-ended", why: "rounds" } as const,
  ];
  return bodies.map((body, seq) => ({ ...body, seq, atMs: 1_700_000_000_000 + 1000 * seq }));
}

/** Nothing but the opening. */
export const emptyLog = (): LogEvent[] => madeUpLog().slice(0, 1);

const opening = (settings: RunSettings): LogBody => ({
  ...{ type: "run-opened", runId: "run-made-up", settings },
  dataset: {
    ...{ name: "CIFAR-10", source: "made up", procedural: false, sha256: hash("d"), classes },
  },
  model: { hash: hash("0"), version: 0, bytes: 2_000_000, parameters: 340_000 },
});

const joined = (client: number): LogBody => ({
  ...{ type: "joined", client, device: client % 3 === 0 ? "cpu" : "gpu" },
  ...{ shard: client - 1, samples: 100 * client },
});

/** In each round one client is a straggler, another one is lost; round 2 takes two attempts. */
function round(
  number: number,
  clients: readonly number[],
  { rounds, reached, kept }: { rounds: number; reached: number; kept: number },
): LogBody[] {
  const share = (number - 1) / Math.max(1, rounds - 1);
  const straggler = (number % clients.length) + 1;
  const lost = ((number + 2) % clients.length) + 1;
  const cohort = clients.filter((client) => client !== straggler);
  const sending = cohort.filter((client) => client !== lost);
  return [
    { ...opened(number, cohort), stragglers: [straggler] } as LogBody,
    ...sending.map((client) => update(number, client, 2.2 - 1.2 * share)),
    ...trouble(number, lost),
    { type: "round-closed", round: number, why: "deadline", reported: sending, missing: [lost] },
    ...(number === 2 ? repeat(number, sending, lost) : []),
    averaged(number, sending),
    number === 3
      ? { type: "evaluation-failed", round: number, fact: "the worker died" }
      : judged(number, 0.1 + share * (reached - 0.1), 2.3 - share, kept),
  ];
}

const opened = (round: number, cohort: number[]): LogBody => ({
  ...{ type: "round-opened", round, cohort, modelHash: hash("0"), deadlineMs: 0 },
});

function trouble(round: number, client: number): LogBody[] {
  if (round === 4) {
    return [
      { type: "update-refused", round, client, code: "update/range", fact: "too large" },
      { type: "left", client, why: "lost" },
      { type: "rejoined", client },
    ];
  }
  const fact = "the graphics chip restarted";
  return round === 5 ? [{ type: "training-failed", round, client, fact }] : [];
}

const repeat = (round: number, reported: number[], again: number): LogBody[] => [
  { type: "round-repeated", round, reported: reported.length, needed: reported.length + 1 },
  opened(round, [again]),
  { type: "round-closed", round, why: "deadline", reported, missing: [again] },
];

const update = (round: number, client: number, loss: number): LogBody => ({
  ...{ type: "update-accepted", round, client, updateId: `update-${client}-${round}` },
  ...{ sha256: hash("a"), samples: 100 * client, bytes: 1_500_000, loss, accuracy: 0.3 },
  ...{ seconds: 2, spikeRates: [0.2, 0.15, 0.1, 0.08, 0.05].map((rate) => rate + round / 1000) },
});

const averaged = (round: number, clients: number[]): LogBody => ({
  ...{ type: "aggregated", round, clients, samples: 1000, modelHash: hash("1"), version: round },
  deviations: clients.map((client) => client / 2 + round),
});

/** On validation pictures it is 5 points better. */
const judged = (round: number, accuracy: number, loss: number, kept: number): LogBody => ({
  ...{ type: "evaluated", round, modelHash: hash("1"), samples: 1000, seconds: 3, loss },
  correct: Math.round(1000 * accuracy),
  ...(kept > 0 && {
    validation: { correct: Math.round(kept * (accuracy + 0.05)), samples: kept, loss },
  }),
});

/** Everything that a report can be handed. */
export const madeUpExtras: ReportExtras = {
  title: `Unequal data ${attack}`,
  names: [
    { client: 1, name: attack },
    { client: 2, name: `" onmouseover="alert(1)` },
    { client: 3, name: "שועל שקט" },
  ],
  labelsElsewhere: null,
  labelCounts: Array.from({ length: 6 }, (_, i) =>
    classes.map((_, j) => ((i * 7 + j * 3) % 5) * 12 * i),
  ),
  confusion: classes.map((_, i) => classes.map((_, j) => (i === j ? 60 : (i + 2 * j) % 7))),
  confusions: [7, 8].map((round) => ({
    round,
    counts: classes.map((_, i) => classes.map((_, j) => (i === j ? 60 + round : (i + 2 * j) % 7))),
  })),
  spikeRates: [0, 1, 3, 4, 6].map((block, i) => ({
    block,
    perStep: [0.2, 0.21, 0.19, 0.2].map((rate) => rate / (i + 1)),
  })),
  inputRate: null,
  figuresRound: null,
  bytesDown: null,
  testSeed: 5,
  adapter: "engine/webgpu on a made-up adapter",
  builds: [{ name: attack, source: attack }],
  versions: { spikefed: "0.1.0", node: "v20.20.2" },
  command: "npm run simulate -- --set partition.alpha=0.1 <run.json>",
};
