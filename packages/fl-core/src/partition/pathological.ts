// A few classes each: every client holds exactly so many, and no picture of any other.

import { SpikefedError } from "@spikefed/protocol";

import { shuffle } from "../random/choice.ts";
import { createRandom, type Random } from "../random/generator.ts";
import { shuffledClasses } from "./class-lists.ts";
import { checkEnough, type LabelOptions, type ShardPlan } from "./plan.ts";

export interface PathologicalOptions extends LabelOptions {
  /** Classes that a client holds, 1 .. C. */
  classesPerClient: number;
}

/**
 * Each client gets `classesPerClient` classes, and each class is shared out equally (sizes differ by
 * at most one) among the clients that hold it. Classes are dealt, not drawn: in each run of C
 * clients every class is held equally often, so that with K >= C none is left out and all clients
 * are of about one size. A class that nobody holds (possible when K < C) stays unused.
 *
 * `samplesPerClient: n`: n pictures each, as equally from its classes as n allows; what a class
 * cannot give comes from the client's other classes.
 *
 * Flower's PathologicalPartitioner, whose default draws the classes of each client independently.
 *
 * @throws {SpikefedError} `partition/impossible` when K * samplesPerClient > N;
 *   `partition/few-classes` when classesPerClient > C, or a client's classes are used up: with the
 *   setting, its value and the most that can be dealt.
 */
export function pathological(options: PathologicalOptions): ShardPlan {
  checkEnough(options);
  const { labels, classes, clients, classesPerClient, samplesPerClient, seed } = options;
  if (classesPerClient > classes) {
    const allowed = `at most the ${classes} classes`;
    throw fewClasses("partition.classesPerClient", classesPerClient, allowed);
  }
  const random = createRandom(seed, 4);
  const hands = dealClasses(random, options);
  const stock = shuffledClasses(random, labels, classes);
  const lists =
    samplesPerClient === null
      ? shareOut(hands, stock, clients)
      : takeSized(hands, stock, samplesPerClient);
  return { shards: lists.map((list) => Uint32Array.from(list)) };
}

/** Classes of each client, `[K][classesPerClient]`: neighbours in a new order for each C clients. */
function dealClasses(random: Random, options: PathologicalOptions): number[][] {
  const { clients, classes, classesPerClient } = options;
  const hands: number[][] = [];
  while (hands.length < clients) {
    const order = shuffle(
      random,
      Array.from({ length: classes }, (_, c) => c),
    );
    for (let first = 0; first < classes && hands.length < clients; first++) {
      const turn = (i: number) => order[(first + i) % classes] as number;
      hands.push(Array.from({ length: classesPerClient }, (_, i) => turn(i)));
    }
  }
  return hands;
}

function shareOut(hands: number[][], stock: number[][], clients: number): number[][] {
  const lists = Array.from({ length: clients }, (): number[] => []);
  stock.forEach((pictures, c) => {
    const holders = hands.flatMap((hand, client) => (hand.includes(c) ? [client] : []));
    const edge = (i: number) => Math.floor((i * pictures.length) / holders.length);
    holders.forEach((client, i) => lists[client]!.push(...pictures.slice(edge(i), edge(i + 1))));
  });
  return lists;
}

function takeSized(hands: number[][], stock: number[][], size: number): number[][] {
  const lists = takeAll(hands, stock, size);
  if (lists !== null) return lists;
  const most = mostForAll(hands, stock, size);
  const allowed = `at most ${most}: the classes of some client have no more`;
  throw fewClasses("samplesPerClient", size, allowed);
}

/** Null: somebody's classes are used up. Leaves the stock as it is. */
function takeAll(hands: number[][], stock: number[][], size: number): number[][] | null {
  const left = stock.map((pictures) => [...pictures]);
  const lists = hands.map((hand) => takeOne(hand, left, size));
  return lists.some(({ length }) => length < size) ? null : lists;
}

/** One picture of each class in turn, until there are enough or no more. */
function takeOne(hand: number[], stock: number[][], size: number): number[] {
  const taken: number[] = [];
  let before = -1;
  while (taken.length < size && taken.length > before) {
    before = taken.length;
    for (const c of hand) {
      const picture = taken.length < size ? stock[c]!.pop() : undefined;
      if (picture !== undefined) taken.push(picture);
    }
  }
  return taken;
}

/** Below a size that cannot be had; who takes less leaves no class emptier, so it can be halved to. */
function mostForAll(hands: number[][], stock: number[][], size: number): number {
  let [most, tooMany] = [0, size];
  while (tooMany - most > 1) {
    const middle = Math.floor((most + tooMany) / 2);
    if (takeAll(hands, stock, middle) === null) tooMany = middle;
    else most = middle;
  }
  return most;
}

const fewClasses = (key: string, got: number, allowed: string): SpikefedError =>
  new SpikefedError("partition/few-classes", { key, got, allowed });
