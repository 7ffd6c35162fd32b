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
 *   `partition/few-classes` when classesPerClient > C, or a client's classes are used up.
 */
export function pathological(options: PathologicalOptions): ShardPlan {
  checkEnough(options);
  const { labels, classes, clients, classesPerClient, samplesPerClient, seed } = options;
  if (classesPerClient > classes) {
    throw fewClasses(0, `${classesPerClient} classes`, `${classes} classes`);
  }
  const random = createRandom(seed, 4);
  const hands = dealClasses(random, options);
  const stock = shuffledClasses(random, labels, classes);
  const lists =
    samplesPerClient === null
      ? shareOut(hands, stock, clients)
      : hands.map((hand, client) => takeSized(hand, stock, samplesPerClient, client));
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

/** One picture of each class in turn, until there are enough. */
function takeSized(hand: number[], stock: number[][], size: number, client: number): number[] {
  const taken: number[] = [];
  while (taken.length < size) {
    const before = taken.length;
    for (const c of hand) {
      const picture = taken.length < size ? stock[c]!.pop() : undefined;
      if (picture !== undefined) taken.push(picture);
    }
    if (taken.length === before) {
      throw fewClasses(client, `${size} pictures of its classes`, `${before}`);
    }
  }
  return taken;
}

function fewClasses(client: number, wanted: string, available: string): SpikefedError {
  return new SpikefedError("partition/few-classes", { client, wanted, available });
}
