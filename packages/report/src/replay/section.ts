// The replay's place on the page: it stays hidden where scripts are off, since the page tells all of it.

import type { ReportData } from "../data/report-data.ts";
import { markup, type Markup } from "../page/markup.ts";
import { lastRoundOf } from "../sections/curves.ts";
import { replayOf } from "./replay.ts";

/** null: there is no round to replay. */
export function replaySection(data: ReportData): Markup | null {
  const { rounds } = data;
  if (rounds.length === 0) return null;
  const replay = JSON.stringify(replayOf(data, lastRoundOf(data)));
  const last = rounds.length - 1;
  return markup`<section id="replay" aria-labelledby="replay-title" data-replay="${replay}" hidden>
<h2 id="replay-title">Replay</h2>
<div class="controls" role="group" aria-label="Replay">
<button type="button" id="replay-back">Back</button>
<button type="button" id="replay-play">Play</button>
<button type="button" id="replay-forward">Forward</button>
<label for="replay-slider">Round</label>
<input type="range" id="replay-slider" min="0" max="${last}" step="1" value="${last}">
</div>
<p id="replay-sentence" role="status"></p>
<div class="stage">
<div id="replay-accuracy" class="scroll" role="group" aria-label="Chart: accuracy so far" tabindex="0"></div>
<div id="replay-ring" class="scroll" role="group" aria-label="Chart: clients of this round" tabindex="0"></div>
<div>
<div id="replay-confusion" class="scroll" role="group" aria-label="Chart: answers of this round" tabindex="0"></div>
<details><summary>Table of these numbers: answers of this round by true class</summary><div id="replay-matrix"></div></details>
</div>
</div>
</section>`;
}
