// What a process of clients counts.

import type { FleetState } from "./fleet-orders.ts";

export class Tally {
  online = 0;
  readonly #lost: Record<string, number> = {};
  readonly #refused: Record<string, number> = {};
  readonly #failed: Record<string, number> = {};
  #acknowledged = 0;
  #lastHelloMs: number | null = null;
  #firstAckMs: number | null = null;
  #lastAckMs: number | null = null;

  greet(): void {
    this.online += 1;
    this.#lastHelloMs = Date.now();
  }

  refuse(code: string): void {
    add(this.#refused, code);
  }

  lose(reason: string): void {
    add(this.#lost, reason);
  }

  acknowledge(): void {
    this.#acknowledged += 1;
    this.#lastAckMs = Date.now();
    this.#firstAckMs ??= this.#lastAckMs;
  }

  fail(code: string): void {
    add(this.#failed, code);
  }

  state(): FleetState {
    return {
      ...{ online: this.online, lost: this.#lost, refused: this.#refused },
      ...{ acknowledged: this.#acknowledged, failed: this.#failed },
      ...{ lastHelloMs: this.#lastHelloMs },
      ...{ firstAckMs: this.#firstAckMs, lastAckMs: this.#lastAckMs },
    };
  }
}

function add(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}

/** Of several processes together. */
export function sumOf(states: readonly FleetState[]): FleetState {
  const times = (of: (state: FleetState) => number | null) =>
    states.map(of).filter((ms) => ms !== null);
  const last = (all: number[]) => (all.length > 0 ? Math.max(...all) : null);
  const first = times((state) => state.firstAckMs);
  return {
    online: states.reduce((sum, { online }) => sum + online, 0),
    lost: merged(states.map(({ lost }) => lost)),
    refused: merged(states.map(({ refused }) => refused)),
    acknowledged: states.reduce((sum, { acknowledged }) => sum + acknowledged, 0),
    failed: merged(states.map(({ failed }) => failed)),
    lastHelloMs: last(times((state) => state.lastHelloMs)),
    firstAckMs: first.length > 0 ? Math.min(...first) : null,
    lastAckMs: last(times((state) => state.lastAckMs)),
  };
}

function merged(all: readonly Record<string, number>[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const [key, count] of all.flatMap(Object.entries<number>))
    sum[key] = (sum[key] ?? 0) + count;
  return sum;
}
