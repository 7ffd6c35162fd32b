import type { TabChannel, TabMessage } from "../state/tab-talk.ts";
import { randomId } from "../worker/random-id.ts";

/** The tabs of this browser that are in the room. */
export function openTabChannel(code: string): TabChannel {
  const channel = new BroadcastChannel(`spikefed/${code}`);
  return {
    asker: randomId(),
    say: (message) => channel.postMessage(message),
    hear: (listener) => {
      const take = ({ data }: MessageEvent<TabMessage>) => listener(data);
      channel.addEventListener("message", take);
      return () => channel.removeEventListener("message", take);
    },
    now: () => Date.now(),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    close: () => channel.close(),
  };
}
