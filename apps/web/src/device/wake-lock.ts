// Keeps the screen on while this device trains. The browser drops the lock whenever the page is
// hidden, so it is asked for again on every return.

/** The part of `WakeLockSentinel` that is used. */
export interface Sentinel {
  release: () => Promise<void>;
  addEventListener: (name: "release", listener: () => void) => void;
}

export interface WakeWorld {
  /** `navigator.wakeLock`; missing without https and in older browsers. */
  wakeLock: { request: (type: "screen") => Promise<Sentinel> } | undefined;
  isVisible: () => boolean;
  onVisibility: (listener: () => void) => () => void;
}

export type WakeState =
  | "on"
  /** Nobody asked for it. */
  | "off"
  /** The browser said no: low battery, power saving, or it knows no wake lock. */
  | "refused";

export interface WakeKeeper {
  /** true: keep the screen on from now on. */
  set: (wanted: boolean) => Promise<void>;
  dispose: () => Promise<void>;
}

export function keepAwake(world: WakeWorld, onState: (state: WakeState) => void): WakeKeeper {
  let wanted = false;
  let sentinel: Sentinel | null = null;
  /** What was asked last: an answer to what was asked before is late. */
  let newest = 0;
  /** Hiding the page releases it too; then it is taken again on the return. */
  const released = (mine: Sentinel) => {
    if (mine !== sentinel || !wanted || !world.isVisible()) return;
    sentinel = null;
    onState("refused");
  };
  const take = async () => {
    if (!wanted || !world.isVisible()) return;
    const asked = ++newest;
    try {
      if (world.wakeLock === undefined) throw new Error("no wake lock here");
      const mine = await world.wakeLock.request("screen");
      if (asked !== newest) return void mine.release();
      sentinel = mine;
      mine.addEventListener("release", () => released(mine));
      onState("on");
    } catch {
      if (asked !== newest) return;
      sentinel = null;
      onState("refused");
    }
  };
  const drop = async () => {
    const mine = sentinel;
    sentinel = null;
    newest++;
    await mine?.release();
    onState("off");
  };
  const stop = world.onVisibility(() => void take());
  const set = async (next: boolean) => {
    if (next === wanted) return;
    wanted = next;
    await (wanted ? take() : drop());
  };
  return {
    set,
    dispose: async () => {
      stop();
      await set(false);
    },
  };
}

export function browserWakeWorld(): WakeWorld {
  return {
    wakeLock: (navigator as Partial<Navigator>).wakeLock,
    isVisible: () => document.visibilityState === "visible",
    onVisibility: (listener) => {
      document.addEventListener("visibilitychange", listener);
      return () => document.removeEventListener("visibilitychange", listener);
    },
  };
}
