import type { TabChannel, TabMessage } from "../state/tab-talk.ts";

/** Longest wait for another tab, milliseconds. */
const PATIENCE_MS = 3000;

/** The tabs of this browser that are in the room; it is closed with the page. */
export function openTabChannel(code: string): TabChannel {
  const channel = new BroadcastChannel(`spikefed/${code}`);
  return {
    say: (message) => channel.postMessage(message),
    hear: (listener) => {
      const take = ({ data }: MessageEvent<TabMessage>) => listener(data);
      channel.addEventListener("message", take);
      return () => channel.removeEventListener("message", take);
    },
    patience: () => new Promise((resolve) => setTimeout(resolve, PATIENCE_MS)),
  };
}
