// The third scene: ten held-out pictures with the group model's votes before and after the round,
// and the spikes of one of them.

import type { RunView } from "@spikefed/fl-core";
import type { KeptShowcase } from "@spikefed/protocol";
import type { ComponentChildren } from "preact";
import type { PictureVotes, ShownPicture } from "../../net/showcase.ts";
import { t } from "../../i18n/en/show.ts";
import {
  type Answer,
  answerText,
  type PictureCard,
  pictureCards,
  roundOfModel,
  showcaseSentence,
} from "../../state/showcase-words.ts";
import { Photo } from "../../ui/photo.tsx";
import { SpikeRaster } from "../../ui/spike-raster.tsx";
import { useShowcase } from "./use-showcase.ts";

export interface ShowPicturesProps {
  view: RunView;
  code: string;
  offline: ComponentChildren;
}

export function ShowPictures({ view, code, offline }: ShowPicturesProps) {
  const judged = view.rounds.filter(({ accuracy }) => accuracy !== null);
  const newest = judged.at(-1)?.modelHash;
  const votes = useShowcase(code, `${view.runId} ${judged.length} ${newest}`);
  return (
    <main class="show-main show-pictures">
      <h1>{t("tenPictures")}</h1>
      {offline}
      {typeof votes === "string" ? (
        <p role="status">{t(votes === "failed" ? "noAnswer" : "fetching")}</p>
      ) : (
        <Voted votes={votes} view={view} />
      )}
    </main>
  );
}

function Voted({ votes: { pictures, kept }, view }: { votes: PictureVotes; view: RunView }) {
  const labels = pictures.map(({ label }) => label);
  const cards = pictureCards(labels, kept, view.dataset?.classes ?? []);
  const made = roundOfModel(view, kept?.newest.modelHash);
  return (
    <>
      <div class="show-votes">
        <ul class="vote-cards">
          {cards.map((card, at) => (
            <Card key={at} card={card} picture={pictures[at]!} />
          ))}
        </ul>
        <Raster kept={kept} truth={cards[0]?.truth ?? ""} />
      </div>
      <p role="status" class="show-sentence">
        {showcaseSentence(cards, made)}
      </p>
    </>
  );
}

function Card({
  card: { truth, before, now },
  picture,
}: {
  card: PictureCard;
  picture: ShownPicture;
}) {
  return (
    <li>
      <Photo pixels={picture.pixels} name={truth} />
      <div>
        <strong>{truth}</strong>
        <Said when={t("before")} answer={before} />
        <Said when={t("now")} answer={now} />
      </div>
    </li>
  );
}

function Said({ when, answer }: { when: string; answer: Answer }) {
  return (
    <p>
      <span class="quiet">{when}: </span>
      {answerText(answer)}
      {answer === null ? null : (
        <span class="visually-hidden"> {answer.isRight ? t("right") : t("wrong")}</span>
      )}
    </p>
  );
}

function Raster({ kept, truth }: { kept: KeptShowcase | null; truth: string }) {
  const raster = kept?.raster ?? null;
  if (raster === null) {
    const why = kept === null ? t("spikesMissing") : t("noSpikes");
    return <p class="show-raster">{why}</p>;
  }
  const layer = { ...raster, spikes: Uint32Array.from(raster.spikes) };
  return (
    <div class="show-raster">
      <p>{t("spikesOf", { name: truth })}</p>
      <SpikeRaster layer={layer} timesteps={raster.timesteps} />
    </div>
  );
}
