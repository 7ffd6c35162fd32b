// What the browser does to a page: hides it, freezes it, wakes it, ends it.

export interface PageWorld {
  document: Pick<Document, "visibilityState" | "addEventListener" | "removeEventListener">;
  window: Pick<Window, "addEventListener" | "removeEventListener">;
}

export interface PageListener {
  onHidden: (hidden: boolean) => void;
  /** true: nothing runs from now on, not even a timer. */
  onAsleep: (asleep: boolean) => void;
  /** Closed, left or loaded again: the page cannot know which. */
  onClose: () => void;
}

/** @returns stops listening */
export function watchPage({ document, window }: PageWorld, hear: PageListener): () => void {
  const look = () => hear.onHidden(document.visibilityState === "hidden");
  const freeze = () => hear.onAsleep(true);
  const resume = () => hear.onAsleep(false);
  // A page that the browser keeps for "back" is frozen, and says so itself.
  const hide = (event: Event) => (event as PageTransitionEvent).persisted || hear.onClose();
  document.addEventListener("visibilitychange", look);
  document.addEventListener("freeze", freeze);
  document.addEventListener("resume", resume);
  window.addEventListener("pagehide", hide);
  return () => {
    document.removeEventListener("visibilitychange", look);
    document.removeEventListener("freeze", freeze);
    document.removeEventListener("resume", resume);
    window.removeEventListener("pagehide", hide);
  };
}
