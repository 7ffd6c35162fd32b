import type { Replay } from "@spikefed/report/replay";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

/** As much of an element as the script asks for. */
class FakeElement {
  hidden = true;
  value = "";
  innerHTML = "";
  dataset: Record<string, string> = {};
  readonly attributes = new Map<string, string>();
  /** Each text with what a screen reader was to do with it. */
  readonly said: string[] = [];
  readonly #heard = new Map<string, () => void>();
  #text = "";

  get textContent() {
    return this.#text;
  }
  set textContent(text: string) {
    this.#text = text;
    this.said.push(`${this.attributes.get("aria-live")}: ${text.split(".")[0]}`);
  }
  setAttribute(name: string, value: string) {
    this.attributes.set(name, value);
  }
  addEventListener(type: string, listener: () => void) {
    this.#heard.set(type, listener);
  }
  click() {
    this.#heard.get("click")!();
  }
}

const frames = [1, 2, 3].map((round) => ({
  ...{ round, judging: "measured", accuracy: 0.2, rolledBack: false },
  ...{ interval: null, states: "0", confusion: null },
}));
const replay = { frames, classes: ["a", "b"], guessing: 0.5, lastRound: 3 } as unknown as Replay;

let elements: Map<string, FakeElement>;
const byId = (id: string) => elements.get(id) ?? elements.set(id, new FakeElement()).get(id)!;

beforeEach(async () => {
  vi.useFakeTimers();
  vi.resetModules();
  elements = new Map();
  byId("replay").dataset["replay"] = JSON.stringify(replay);
  vi.stubGlobal("document", { getElementById: byId });
  vi.stubGlobal("window", globalThis);
  await import("./player.ts");
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("while it plays a screen reader keeps still; the end is read out", () => {
  const { said } = byId("replay-sentence");
  said.length = 0;
  byId("replay-play").click();
  expect(byId("replay-play").textContent).toBe("Pause");
  vi.advanceTimersByTime(60_000);
  expect(said).toEqual(["off: Round 1 of 3", "off: Round 2 of 3", "polite: Round 3 of 3"]);
  expect(byId("replay-play").textContent).toBe("Play");
});

test("what a person steps to is read out, and Pause stays where it is", () => {
  const { said } = byId("replay-sentence");
  said.length = 0;
  byId("replay-play").click();
  byId("replay-play").click();
  vi.advanceTimersByTime(60_000);
  byId("replay-forward").click();
  expect(said).toEqual(["off: Round 1 of 3", "polite: Round 2 of 3"]);
});
