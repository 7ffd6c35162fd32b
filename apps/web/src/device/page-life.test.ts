import { expect, test } from "vitest";
import { watchPage, type PageWorld } from "./page-life.ts";

function watched() {
  const heard: string[] = [];
  const document = Object.assign(new EventTarget(), { visibilityState: "visible" });
  const window = new EventTarget();
  const stop = watchPage({ document, window } as unknown as PageWorld, {
    onHidden: (hidden) => heard.push(hidden ? "hidden" : "seen"),
    onAsleep: (asleep) => heard.push(asleep ? "asleep" : "awake"),
    onClose: () => heard.push("closed"),
  });
  const show = (state: DocumentVisibilityState) => {
    document.visibilityState = state;
    document.dispatchEvent(new Event("visibilitychange"));
  };
  const end = (persisted: boolean) =>
    window.dispatchEvent(Object.assign(new Event("pagehide"), { persisted }));
  const tell = (name: string) => document.dispatchEvent(new Event(name));
  return { heard, show, end, tell, stop };
}

test("hiding, freezing, waking and closing are told in their order", () => {
  const { heard, show, end, tell } = watched();
  show("hidden");
  tell("freeze");
  tell("resume");
  show("visible");
  end(false);
  expect(heard).toEqual(["hidden", "asleep", "awake", "seen", "closed"]);
});

test("a page that is kept for going back is not closed", () => {
  const { heard, end } = watched();
  end(true);
  expect(heard).toEqual([]);
});

test("after the stop nothing is told", () => {
  const { heard, show, end, tell, stop } = watched();
  stop();
  show("hidden");
  tell("freeze");
  end(false);
  expect(heard).toEqual([]);
});
