// Three clients and a model of two numbers: what the third figure of the article draws. The training
// is made up (a copy goes most of the way to what its pictures ask for); the averaging is the real one.

import { createStrategy } from "@spikefed/fl-core";

export type Point = readonly [number, number];

export interface ToyClient {
  /** Training pictures: the weight of its copy. */
  samples: number;
  /** The two numbers that suit its own pictures best. */
  asks: Point;
  /** Its copy of the model; null: it has not trained since the last average. */
  copy: Point | null;
}

export interface Toy {
  group: Point;
  clients: ToyClient[];
  /** Averages so far. */
  rounds: number;
}

export type ToyStrategy = "fedavg" | "fedmedian";

/** Part of the way that a copy goes in one round. */
const LEARNED = 0.7;

/** What a client sends that is broken or means harm. */
const BAD: Point = [-0.95, -0.95];

export function newToy(isOneBad: boolean): Toy {
  const client = (samples: number, asks: Point): ToyClient => ({ samples, asks, copy: null });
  const third: Point = isOneBad ? BAD : [0.1, 0.75];
  const clients = [client(100, [-0.6, 0.3]), client(300, [0.65, 0.35]), client(200, third)];
  return { group: [0, -0.6], clients, rounds: 0 };
}

/** Everyone trains a copy on its own pictures. */
export function trainCopies(toy: Toy): Toy {
  const towards = ({ asks }: ToyClient): Point => [
    toy.group[0] + LEARNED * (asks[0] - toy.group[0]),
    toy.group[1] + LEARNED * (asks[1] - toy.group[1]),
  ];
  return { ...toy, clients: toy.clients.map((one) => ({ ...one, copy: towards(one) })) };
}

/** The copies that are there become one model, by the strategy that a room would use. */
export function averageCopies(toy: Toy, kind: ToyStrategy): Toy {
  const base = Float32Array.from(toy.group);
  const updates = toy.clients.flatMap(({ copy, samples }, client) =>
    copy === null ? [] : [{ client, samples, delta: base.map((value, i) => copy[i]! - value) }],
  );
  if (updates.length === 0) return toy;
  const { model } = createStrategy({ kind }).aggregate({
    ...{ base, updates, server: null, trainable: base.length, nonNegative: [] },
  });
  const clients = toy.clients.map((one) => ({ ...one, copy: null }));
  return { group: [model[0]!, model[1]!], clients, rounds: toy.rounds + 1 };
}

export const hasCopies = ({ clients }: Toy): boolean => clients.some(({ copy }) => copy !== null);

export const withSamples = (toy: Toy, which: number, samples: number): Toy => ({
  ...toy,
  clients: toy.clients.map((one, i) => (i === which ? { ...one, samples } : one)),
});
