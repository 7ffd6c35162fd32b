// What is promised of FedBuff alone.

import type { FedBuffSettings } from "@spikefed/protocol";

import type { Event, Evidence, Violation } from "./evidence.ts";
import type { UpdateOperation } from "./operation.ts";

interface Model {
  hash: string;
  version: number;
}

/**
 * I9 with FedBuff: the line of an update names the model that it was made from, and as many models
 * made since as there were; these are not too many, and that model was not taken back.
 */
export function agedRightly(
  { history, events }: Pick<Evidence, "history" | "events">,
  { maxStaleness }: FedBuffSettings,
): Violation[] {
  const sent = new Map<string, UpdateOperation>();
  for (const each of history) if (each.op === "update") sent.set(each.updateId, each);
  const models = new Models();
  return events.flatMap((event) => {
    models.apply(event);
    if (event.type !== "update-accepted") return [];
    const asked = sent.get(event.updateId);
    const faults = [...ageFaults(event, maxStaleness), ...models.faultsOf(event, asked)];
    return faults.map((fault) => {
      const what = `update ${event.updateId}, counted in round ${event.round}, ${fault}`;
      return { invariant: "I9", what };
    });
  });
}

function ageFaults({ staleness }: Event<"update-accepted">, maxStaleness: number): string[] {
  if (staleness === undefined) return ["has no staleness"];
  return staleness > maxStaleness
    ? [`is ${staleness} models old, ${maxStaleness} are allowed`]
    : [];
}

/** I5 with FedBuff: a buffer that closes because it is full has what makes it full, none has more. */
export function filledRightly(
  { events }: Pick<Evidence, "events">,
  { bufferSize }: FedBuffSettings,
): Violation[] {
  return events.flatMap((event) => {
    if (event.type !== "round-closed") return [];
    const { round, why, reported } = event;
    const has = reported.length;
    if (has === bufferSize || (has < bufferSize && why !== "goal")) return [];
    const what = `round ${round} closed (${why}) with ${has} updates, ${bufferSize} make it full`;
    return [{ invariant: "I5", what }];
  });
}

/** Which model each round began with, and which were taken back. */
class Models {
  #now: Model = { hash: "", version: 0 };
  #newest = 0;
  readonly #begun = new Map<number, Model>();
  readonly #takenBack = new Set<number>();

  apply(event: Evidence["events"][number]): void {
    if (event.type === "run-opened") this.#now = event.model;
    if (event.type === "round-opened") this.#begun.set(event.round, this.#now);
    if (event.type !== "aggregated" && event.type !== "rolled-back") return;
    const { modelHash: hash, version } = event;
    if (event.type === "aggregated") this.#newest = version;
    for (let gone = version + 1; gone <= this.#newest; gone++) this.#takenBack.add(gone);
    this.#now = { hash, version };
  }

  /** @param asked What its owner sent; undefined: nobody wrote it down. */
  faultsOf(
    { round, base, staleness }: Event<"update-accepted">,
    asked: UpdateOperation | undefined,
  ): string[] {
    const faults: string[] = [];
    if (base !== undefined && this.#takenBack.has(base.version))
      faults.push(`was made from version ${base.version}, which was taken back`);
    if (asked === undefined) return faults;
    const began = this.#begun.get(asked.round);
    const isSame = base?.hash === asked.baseHash && base.version === began?.version;
    if (!isSame || began?.hash !== asked.baseHash)
      faults.push(`was made from ${asked.baseHash}, its line says ${base?.hash}`);
    const age = round - asked.round;
    if (staleness !== age) faults.push(`is ${age} models old, its line says ${staleness}`);
    return faults;
  }
}
