// The tables of docs/results.md as data: which runs each is made of. A row that stands in two tables
// is the same runs, once.

import { plural } from "@spikefed/fl-core";
import { SpikefedError } from "@spikefed/protocol";

type Network = "snn" | "ann";

export interface TableRow {
  /** Of folders and files, the network left out. */
  name: string;
  /** For a reader. */
  label: string;
  /** What it changes of the default experiment, as `--set` takes it. */
  set: readonly string[];
  networks: readonly Network[];
}

export interface SweepTable {
  /** For a reader: what varies. */
  title: string;
  rows: readonly TableRow[];
}

export const TABLE_SEEDS = "1,2,3";

const both = ["snn", "ann"] as const;
const spiking = ["snn"] as const;

const skew = (alpha: number) => [
  ...["partition.kind=fedsnn-dirichlet", `partition.alpha=${alpha}`],
];
const row = (
  name: string,
  label: string,
  set: readonly string[],
  networks: readonly Network[] = spiking,
): TableRow => ({ name, label, set, networks });

const iid = row("iid", "IID", [], both);
const even = (label: string): TableRow => ({ ...iid, label });
const uneven = (alpha: number, label = `Dirichlet, alpha ${alpha}`) =>
  row(`dirichlet-${alpha}`, label, skew(alpha), both);
const alone = (one: TableRow): TableRow => ({ ...one, networks: spiking });

const ofClients = ([clients, participants]: readonly [number, number]) =>
  row(
    ...[
      `clients-${clients}-${participants}`,
      `${plural(clients, "client")}, ${participants} a round`,
    ],
    ...[[`clients=${clients}`, `participants=${participants}`], both],
  );
const straggling = (p: number) =>
  row(`stragglers-${p}`, `p = ${p}`, [`stragglerProbability=${p}`], both);
const noisy = (sigma: number) =>
  row(`noise-${sigma}`, `sigma = ${sigma}`, [`gradientNoise=${sigma}`], both);
const poisson = (steps: number) =>
  row(`poisson-${steps}`, `Poisson, T = ${steps}`, ["coding=poisson", `timesteps=${steps}`]);

const STRATEGIES = {
  fedprox: "FedProx",
  fedavgm: "FedAvgM",
  fedadam: "FedAdam",
  fedyogi: "FedYogi",
} as const;
const strategies = (ending: string, set: readonly string[]) =>
  Object.entries(STRATEGIES).map(([kind, label]) =>
    row(`${kind}-${ending}`, label, [...set, `strategy.kind=${kind}`]),
  );
const ownNorm = (alpha: number) =>
  row(
    ...[`own-norm-dirichlet-${alpha}`, `alpha ${alpha}, norms stay with their clients`],
    ...[[...skew(alpha), "localNorm=true"], both],
  );
const fedlec = (alpha: number) =>
  row(`fedlec-dirichlet-${alpha}`, `alpha ${alpha}, FedLEC`, [
    ...skew(alpha),
    "localLoss.kind=fedlec",
  ]);

/** By name; all on the default experiment (ten clients of 500 pictures, two a round), 20 rounds. */
export const tables: ReadonlyMap<string, SweepTable> = new Map([
  ["partitions", { title: "Partitions", rows: [iid, uneven(0.5), uneven(0.1)] }],
  [
    "clients",
    {
      title: "Clients and participants, IID",
      rows: [
        ...(
          [
            [1, 1],
            [5, 5],
          ] as const
        ).map(ofClients),
        even("10 clients, 2 a round"),
        ...(
          [
            [20, 5],
            [50, 5],
            [100, 10],
          ] as const
        ).map(ofClients),
      ],
    },
  ],
  [
    "coding",
    {
      title: "Coding, IID",
      rows: [alone(even("direct, T = 4")), poisson(4), poisson(8), poisson(20)],
    },
  ],
  [
    "stragglers",
    { title: "Stragglers, IID", rows: [even("none"), ...[0.25, 0.5, 0.75, 0.95].map(straggling)] },
  ],
  ["noise", { title: "Gradient noise, IID", rows: [even("none"), ...[0.5, 1, 2, 5].map(noisy)] }],
  [
    "strategies",
    { title: "Strategies, IID", rows: [alone(even("FedAvg")), ...strategies("iid", [])] },
  ],
  [
    "strategies-skewed",
    {
      title: "Strategies, Dirichlet, alpha 0.5",
      rows: [alone(uneven(0.5, "FedAvg")), ...strategies("dirichlet-0.5", skew(0.5))],
    },
  ],
  [
    "own-norms",
    {
      title: "Norms averaged, and norms that stay with their clients (after FedBN)",
      rows: [0.5, 0.1].flatMap((alpha) => [
        uneven(alpha, `alpha ${alpha}, norms averaged`),
        ownNorm(alpha),
      ]),
    },
  ],
  [
    "rules",
    {
      title: "Local rules, IID",
      rows: [
        alone(even("surrogate gradient through time")),
        row("distillation", "the same, the round's model as teacher", [
          "localLoss.kind=distillation",
        ]),
        row("ann-teacher", "the same, the client's ANN twin as teacher", [
          ...["localLoss.kind=distillation", "localLoss.teacher=ann"],
        ]),
        row("proxy", "proxy", ["localRule.kind=proxy"]),
        row("tandem", "tandem", ["localRule.kind=tandem"]),
      ],
    },
  ],
  [
    "fedlec",
    {
      title: "FedLEC's loss under label skew",
      rows: [0.5, 0.1].flatMap((alpha) => [
        alone(uneven(alpha, `alpha ${alpha}, cross entropy`)),
        fedlec(alpha),
      ]),
    },
  ],
]);

export const runName = ({ name }: TableRow, network: Network): string => `${name}-${network}`;

/** @throws {SpikefedError} `simulate/option` for a name that no table has. */
export function tablesNamed(names: readonly string[]): SweepTable[] {
  if (names.includes("all")) return [...tables.values()];
  return names.map((name) => {
    const found = tables.get(name);
    if (found) return found;
    const allowed = `one of ${[...tables.keys(), "all"].join(", ")}`;
    throw new SpikefedError("simulate/option", { option: "--list", got: name, allowed });
  });
}

/** The runs of tables for one seed, each once, in their order. */
export function tableRuns(chosen: readonly SweepTable[]): { name: string; set: string[] }[] {
  const runs = new Map<string, string[]>();
  for (const row of chosen.flatMap(({ rows }) => rows)) {
    for (const network of row.networks) {
      runs.set(runName(row, network), [...row.set, `network=${network}`]);
    }
  }
  return [...runs].map(([name, set]) => ({ name, set }));
}
