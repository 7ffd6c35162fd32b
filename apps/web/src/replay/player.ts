// The script that a report carries: it shows one round after the other, from what the page holds. It
// is bundled into `packages/report` by `scripts/bundle-replay.mjs`.

import { drawFrame, type Replay } from "@spikefed/report/replay";

/** Between rounds while it plays. */
const STEP_MS = 1000;

const byId = <E extends HTMLElement>(id: string): E | null =>
  document.getElementById(id) as E | null;

/** Play and Pause. While it plays the sentence changes every second: no screen reader reads that out. */
function clockwork(step: () => void) {
  const [play, sentence] = [byId("replay-play")!, byId("replay-sentence")!];
  let timer: number | null = null;
  const turn = (isOn: boolean) => {
    if (timer !== null) clearInterval(timer);
    timer = isOn ? window.setInterval(step, STEP_MS) : null;
    play.textContent = isOn ? "Pause" : "Play";
    sentence.setAttribute("aria-live", isOn ? "off" : "polite");
  };
  return { turn, isOn: () => timer !== null };
}

function show(replay: Replay, frame: number, slider: HTMLInputElement): void {
  slider.value = String(frame);
  const { sentence, ...parts } = drawFrame(replay, frame);
  slider.setAttribute("aria-valuetext", `round ${replay.frames[frame]!.round}`);
  byId("replay-sentence")!.textContent = sentence;
  // Our own markup: values in it are escaped where it is made.
  for (const [name, html] of Object.entries(parts)) byId(`replay-${name}`)!.innerHTML = html;
}

function startReplay(section: HTMLElement, replay: Replay): void {
  const slider = byId<HTMLInputElement>("replay-slider")!;
  const last = replay.frames.length - 1;
  const at = () => Number(slider.value);
  const clock = clockwork(() => go(at() + 1));
  const go = (to: number) => {
    const frame = Math.max(0, Math.min(last, to));
    if (frame === last) clock.turn(false); // before its sentence, which is read out
    show(replay, frame, slider);
  };
  const jump = (to: number) => {
    clock.turn(false);
    go(to);
  };
  byId("replay-play")!.addEventListener("click", () => {
    clock.turn(!clock.isOn());
    if (clock.isOn() && at() >= last) go(0);
  });
  byId("replay-back")!.addEventListener("click", () => jump(at() - 1));
  byId("replay-forward")!.addEventListener("click", () => jump(at() + 1));
  slider.addEventListener("input", () => jump(at()));
  go(last);
  section.hidden = false;
}

/** A page from the disk may have no clipboard: then the line is selected, to be copied by hand. */
function offerCitation(button: HTMLElement, line: HTMLElement): void {
  button.hidden = false;
  button.addEventListener("click", () => {
    getSelection()?.selectAllChildren(line);
    const copied = navigator.clipboard?.writeText(line.textContent ?? "");
    void copied?.then(
      () => (button.textContent = "Copied"),
      () => undefined, // it is selected
    );
  });
}

const section = byId("replay");
const held = section?.dataset["replay"];
if (section && held !== undefined) startReplay(section, JSON.parse(held) as Replay);
const [button, line] = [byId("copy-citation"), byId("citation")];
if (button && line) offerCitation(button, line);
