// What volunteers say about themselves: state, progress, and that they could not finish.

import type { ClientMessage, LogBody } from "@spikefed/protocol";

import { isAvailable, setState, type Member } from "./member.ts";
import type { RoundDriver } from "./round-driver.ts";

type State = ClientMessage<"state">["state"];

/** It says itself that it works on the round. */
const atWork: ReadonlySet<State> = new Set(["loading", "training", "restarting", "sending"]);

export interface ReportsOptions {
  driver: () => RoundDriver;
  note: (body: LogBody) => void;
  onChange: () => void;
  now: () => number;
  /** So far a client has come with its work, now. */
  onProgress: (member: Member, message: ClientMessage<"progress">) => void;
  /** It is done and goes. */
  onLeave: (member: Member) => Promise<void>;
}

export class Reports {
  readonly #options: ReportsOptions;

  constructor(options: ReportsOptions) {
    this.#options = options;
  }

  /** A volunteer that pauses is not waited for; one that leaves finishes its round first. */
  async state(member: Member, message: ClientMessage<"state">): Promise<void> {
    const { state, leaving, hidden, pace, fact } = message;
    const { driver, onChange, onLeave } = this.#options;
    const wasAvailable = isAvailable({ ...member, leaving: false });
    const isSent = state === "ready" && this.#hasSent(member);
    setState(member, isSent ? "sent" : state, this.#options.now());
    member.leaving = leaving ?? member.leaving;
    member.hidden = hidden ?? member.hidden;
    member.pace = pace ?? member.pace;
    if (fact !== undefined) this.#restarted(member, fact);
    onChange();
    const { client, samples } = member;
    if (member.leaving && !driver().scheduler.isAwaited(client)) return onLeave(member);
    const isNow = isAvailable({ ...member, leaving: false });
    if (wasAvailable && !isNow) driver().dispatch({ type: "leave", client });
    if (!wasAvailable && isNow) driver().dispatch({ type: "join", client, samples });
    if (atWork.has(state)) driver().dispatch({ type: "alive", client });
  }

  progress(member: Member, message: ClientMessage<"progress">): void {
    const { round, batch, batches, loss, imagesPerSecond } = message;
    if (round !== this.#options.driver().scheduler.roundOf(member.client)) return;
    const progress = batches > 0 ? Math.min(1, batch / batches) : null;
    Object.assign(member, { round, progress, loss, imagesPerSecond });
    if (member.state === "ready" || member.state === "loading") member.state = "training";
    this.#options.onProgress(member, message);
    this.#options.driver().dispatch({ type: "alive", client: member.client });
    this.#options.onChange();
  }

  trainingFailed(member: Member, { round, fact }: ClientMessage<"training-failed">): void {
    const { driver, note, onChange } = this.#options;
    const { client } = member;
    const { scheduler, state } = driver();
    if (round !== scheduler.roundOf(client) || !scheduler.isAwaited(client)) return;
    note({ type: "training-failed", round: state.round, client, fact });
    Object.assign(member, { state: "ready", trouble: fact });
    driver().dispatch({ type: "failed", client, round });
    onChange();
  }

  wave(member: Member): void {
    member.waves += 1;
    this.#options.onChange();
  }

  /** Only of who is waited for, and once a round: a stranger cannot fill the log. */
  #restarted(member: Member, fact: string): void {
    const { driver, note } = this.#options;
    const { client } = member;
    const { scheduler } = driver();
    const round = scheduler.roundOf(client);
    if (round === null || !scheduler.isAwaited(client) || member.restartedIn === round) return;
    member.restartedIn = round;
    note({ type: "device-restarted", round, client, fact });
  }

  #hasSent({ client }: { client: number }): boolean {
    const { phase, accepted } = this.#options.driver().state;
    return phase === "training" && accepted.some((update) => update.client === client);
  }
}
