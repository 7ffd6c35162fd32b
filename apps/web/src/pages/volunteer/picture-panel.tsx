// One held picture on its way through the network: photo, spikes of each layer, votes.

import type { SpikeTrace } from "@spikefed/volunteer";
import { t } from "../../i18n/en/picture.ts";
import { percent } from "../../state/format.ts";
import { className } from "../../state/class-words.ts";
import { topVotes, verdict } from "../../state/spike-words.ts";
import { GlossaryLink } from "../../ui/glossary-link.tsx";
import { Photo } from "../../ui/photo.tsx";
import { SpikeRaster } from "../../ui/spike-raster.tsx";

export interface PicturePanelProps {
  trace: SpikeTrace | null;
  classes: readonly string[];
  /** null: the session is over, no other picture can be had. */
  onNext: (() => void) | null;
}

export function PicturePanel({ trace, classes, onNext }: PicturePanelProps) {
  return (
    <section class="panel stack" aria-labelledby="picture-title">
      <h2 id="picture-title">{t("title")}</h2>
      {trace === null ? (
        <p class="quiet">{t("notYet")}</p>
      ) : (
        <Traced trace={trace} classes={classes} onNext={onNext} />
      )}
    </section>
  );
}

function Traced({ trace, classes, onNext }: PicturePanelProps & { trace: SpikeTrace }) {
  const { pixels, label, votes, layers, timesteps, round } = trace;
  return (
    <>
      <div class="picture-row">
        <Photo pixels={pixels} name={className(classes, label)} />
        <div class="stack tight votes-side">
          <p>{verdict(votes, classes, label)}</p>
          <Votes trace={trace} classes={classes} />
        </div>
      </div>
      <div class="rasters">
        {layers.map((layer) => (
          <SpikeRaster key={layer.name} layer={layer} timesteps={timesteps} />
        ))}
      </div>
      <p class="quiet">
        {t(layers.length === 0 ? "noSpikes" : "aboutSpikes")}
        {round > 0 ? ` ${t("modelOf", { round })}` : null} <GlossaryLink word="raster" />
      </p>
      {onNext === null ? null : (
        <p>
          <button type="button" onClick={onNext}>
            {t("next")}
          </button>
        </p>
      )}
    </>
  );
}

function Votes({ trace, classes }: { trace: SpikeTrace; classes: readonly string[] }) {
  return (
    <ol class="votes" aria-label={t("votes")}>
      {topVotes(trace.votes, classes, trace.label).map(({ label, name, share, isTruth }) => (
        <li key={label}>
          <span>
            {name}
            {isTruth ? <span class="quiet"> {t("true")}</span> : null}
          </span>
          <span class="vote-bar" aria-hidden="true">
            <span style={{ inlineSize: `${Math.round(100 * share)}%` }} />
          </span>
          <span class="number">{percent(share, 0)}</span>
        </li>
      ))}
    </ol>
  );
}
