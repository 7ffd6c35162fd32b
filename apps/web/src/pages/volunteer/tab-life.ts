import { signal, type ReadonlySignal } from "@preact/signals";
import { watchPage } from "../../device/page-life.ts";
import type { PageMessage } from "../../worker/messages.ts";

/** What happens to this tab, told to the worker and kept for the page. */
export interface TabLife {
  hidden: ReadonlySignal<boolean>;
  /** `Date.now()` of the last time that the browser woke this page; null: it never froze it. */
  wokenMs: ReadonlySignal<number | null>;
  /** What the worker has to know at its start. */
  begin: () => void;
  stop: () => void;
}

export function watchTab(send: (message: PageMessage) => void): TabLife {
  const hidden = signal(document.visibilityState === "hidden");
  const wokenMs = signal<number | null>(null);
  const stop = watchPage(
    { document, window },
    {
      onHidden: (now) => {
        hidden.value = now;
        send({ type: "hidden", hidden: now });
      },
      onAsleep: (asleep) => {
        if (!asleep) wokenMs.value = Date.now();
        send({ type: "sleep", asleep });
      },
      onClose: () => send({ type: "close" }),
    },
  );
  return { hidden, wokenMs, begin: () => send({ type: "hidden", hidden: hidden.value }), stop };
}
