// Tabs of one browser in one room: who trains there, and moving it from one tab to another.

import type { Identity } from "./identity.ts";

export type TabMessage =
  | { type: "who" }
  | { type: "here"; clientId: string; name: string }
  | { type: "move"; clientId: string }
  | { type: "given"; identity: Identity };

/** What one tab says, all others of the room hear. */
export interface TabChannel {
  say: (message: TabMessage) => void;
  /** @returns stops listening */
  hear: (listener: (message: TabMessage) => void) => () => void;
  /** Settles when no answer is waited for any longer. */
  patience: () => Promise<void>;
}

export interface OtherTab {
  clientId: string;
  name: string;
}

/**
 * The tab that trains: says so to whoever asks, and gives its place away.
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
    if (message.type !== "move" || message.clientId !== clientId) return;
    holder.stop();
    channel.say({ type: "given", identity });
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

/** Takes the place of another tab; null when it does not answer while the channel has patience. */
export function takePlace(channel: TabChannel, clientId: string): Promise<Identity | null> {
  return new Promise((resolve) => {
    const end = (identity: Identity | null) => {
      stop();
      resolve(identity);
    };
    const stop = channel.hear((message) => {
      if (message.type === "given" && message.identity.clientId === clientId) end(message.identity);
    });
    void channel.patience().then(() => end(null));
    channel.say({ type: "move", clientId });
  });
}
