// The script that a report carries: it shows one round after the other, from what the page holds. It
// is bundled into `packages/report` by `scripts/bundle-replay.mjs`.

import { drawFrame, type Replay } from "@spikefed/report/replay";

/** Between rounds while it plays. */
const STEP_MS = 1000;

const byId = <E extends HTMLElement>(id: string): E | null =>
  document.getElementById(id) as E | null;

function startReplay(section: HTMLElement, replay: Replay): void {
  const slider = byId<HTMLInputElement>("replay-slider")!;
  const play = byId("replay-play")!;
  const last = replay.frames.length - 1;
  let timer: number | null = null;
  const stop = () => {
    if (timer !== null) clearInterval(timer);
    timer = null;
    play.textContent = "Play";
  };
  const show = (at: number) => {
    const frame = Math.max(0, Math.min(last, at));
    slider.value = String(frame);
    const { sentence, ...parts } = drawFrame(replay, frame);
    slider.setAttribute("aria-valuetext", `round ${replay.frames[frame]!.round}`);
    byId("replay-sentence")!.textContent = sentence;
    // Our own markup: values in it are escaped where it is made.
    for (const [name, html] of Object.entries(parts)) byId(`replay-${name}`)!.innerHTML = html;
    if (frame === last) stop();
  };
  const jump = (at: number) => {
    stop();
    show(at);
  };
  const begin = () => {
    play.textContent = "Pause";
    timer = window.setInterval(() => show(Number(slider.value) + 1), STEP_MS);
    if (Number(slider.value) >= last) show(0);
  };
  play.addEventListener("click", () => (timer === null ? begin() : stop()));
  byId("replay-back")!.addEventListener("click", () => jump(Number(slider.value) - 1));
  byId("replay-forward")!.addEventListener("click", () => jump(Number(slider.value) + 1));
  slider.addEventListener("input", () => jump(Number(slider.value)));
  show(last);
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
