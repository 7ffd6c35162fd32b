// Tabs of one browser in one room: who trains there, and moving it from one tab to another.

import type { Identity } from "./identity.ts";

export type TabMessage =
  | { type: "who" }
  | { type: "here"; clientId: string; name: string }
  /** Asks for the place of a client. */
  | { type: "move"; clientId: string; asker: string }
  /** Its tab is awake and would give it. */
  | { type: "ready"; asker: string }
  /** The asker still waits, until then. */
  | { type: "take"; clientId: string; asker: string; untilMs: number }
  | { type: "given"; asker: string; identity: Identity };

/** What one tab says, all others of the room hear. */
export interface TabChannel {
  /** A name of this tab that no other has. */
  readonly asker: string;
  say: (message: TabMessage) => void;
  /** @returns stops listening */
  hear: (listener: (message: TabMessage) => void) => () => void;
  /** Milliseconds of the clock that all tabs of a browser share. */
  now: () => number;
  wait: (ms: number) => Promise<void>;
  close: () => void;
}

export interface OtherTab {
  clientId: string;
  name: string;
}

/** Longest wait for another tab, milliseconds. */
const PATIENCE_MS = 3000;
/** What a tab that was ready in time may take to give its place. */
const GRACE_MS = 1000;

/**
 * The tab that trains: says so to whoever asks, and gives its place to one that still waits for it.
 * What was asked while this tab was frozen is heard when it wakes, and must not end its training.
 *
 * @param holder.stop ends the training here; it is called before the identity goes
 */
export function answerTabs(
  channel: TabChannel,
  holder: { identity: () => Identity | null; stop: () => void },
): () => void {
  return channel.hear((message) => {
    const identity = holder.identity();
    if (identity === null) return;
    const { clientId, name } = identity;
    if (message.type === "who") channel.say({ type: "here", clientId, name });
    if (message.type !== "move" && message.type !== "take") return;
    if (message.clientId !== clientId) return;
    const { asker } = message;
    if (message.type === "move") return channel.say({ type: "ready", asker });
    if (channel.now() >= message.untilMs) return;
    holder.stop();
    channel.say({ type: "given", asker, identity });
  });
}

/** Asks once who trains here; each that answers is told. */
export function findTabs(channel: TabChannel, onFound: (tab: OtherTab) => void): () => void {
  const stop = channel.hear((message) => {
    if (message.type === "here") onFound({ clientId: message.clientId, name: message.name });
  });
  channel.say({ type: "who" });
  return stop;
}

/** Takes the place of another tab; null when it does not answer in time, and then keeps it. */
export function takePlace(channel: TabChannel, clientId: string): Promise<Identity | null> {
  const { asker } = channel;
  const untilMs = channel.now() + PATIENCE_MS;
  return new Promise((resolve) => {
    const end = (identity: Identity | null) => {
      stop();
      resolve(identity);
    };
    const stop = channel.hear((message) => {
      if (!("asker" in message) || message.asker !== asker) return;
      if (message.type === "ready") channel.say({ type: "take", clientId, asker, untilMs });
      if (message.type === "given") end(message.identity);
    });
    void channel.wait(PATIENCE_MS + GRACE_MS).then(() => end(null));
    channel.say({ type: "move", clientId, asker });
  });
}
