// Three clients and the average of their copies, step by step.

import { useState } from "preact/hooks";
import {
  averageCopies,
  hasCopies,
  newToy,
  type Point,
  type Toy,
  type ToyStrategy,
  trainCopies,
  withSamples,
} from "../../state/averaging.ts";
import { t } from "../../i18n/en/explain.ts";
import { fixedText } from "../../i18n/intl.ts";
import { averagingSentence } from "../../state/explain-words.ts";
import { AveragingMap } from "./averaging-map.tsx";
import { Slider } from "./slider.tsx";
import { TextTwin } from "./text-twin.tsx";

export function AveragingFigure() {
  const [toy, setToy] = useState(() => newToy(false));
  const [isOneBad, setOneBad] = useState(false);
  const [strategy, setStrategy] = useState<ToyStrategy>("fedavg");
  const begin = (isBad: boolean) => {
    setOneBad(isBad);
    setToy(newToy(isBad));
  };
  return (
    <figure class="panel stack explain-figure">
      <Samples toy={toy} onToy={setToy} />
      <div class="options">
        <Check label={t("nonsense")} isOn={isOneBad} onSwitch={begin} />
        <Check
          {...{ label: t("median"), isOn: strategy === "fedmedian" }}
          onSwitch={(isMedian) => setStrategy(isMedian ? "fedmedian" : "fedavg")}
        />
      </div>
      <AveragingMap toy={toy} />
      <figcaption>
        <p aria-live="polite">{averagingSentence(toy)}</p>
      </figcaption>
      <Steps toy={toy} strategy={strategy} onToy={setToy} onAgain={() => begin(isOneBad)} />
      <PlaceTable toy={toy} />
    </figure>
  );
}

interface ToyProps {
  toy: Toy;
  onToy: (toy: Toy) => void;
}

function Samples({ toy, onToy }: ToyProps) {
  return (
    <div class="sliders">
      {toy.clients.map(({ samples }, at) => (
        <Slider
          key={at}
          {...{ id: `samples-${at}`, label: t("picturesOf", { client: at + 1 }), value: samples }}
          {...{ min: 100, max: 500, step: 100, words: String(samples) }}
          onValue={(value) => onToy(withSamples(toy, at, value))}
        />
      ))}
    </div>
  );
}

interface CheckProps {
  label: string;
  isOn: boolean;
  onSwitch: (isOn: boolean) => void;
}

function Check({ label, isOn, onSwitch }: CheckProps) {
  return (
    <label>
      <input
        type="checkbox"
        checked={isOn}
        onChange={(event) => onSwitch(event.currentTarget.checked)}
      />
      {label}
    </label>
  );
}

type StepsProps = ToyProps & { strategy: ToyStrategy; onAgain: () => void };

/** One button that always does what comes next, so the keyboard's focus stays on it. */
function Steps({ toy, strategy, onToy, onAgain }: StepsProps) {
  const isTrained = hasCopies(toy);
  const next = () => onToy(isTrained ? averageCopies(toy, strategy) : trainCopies(toy));
  return (
    <div class="options">
      <button type="button" class="primary" onClick={next}>
        {isTrained ? t("average") : t("train")}
      </button>
      <button type="button" onClick={onAgain}>
        {t("again")}
      </button>
    </div>
  );
}

function PlaceTable({ toy: { group, clients } }: { toy: Toy }) {
  const place = (point: Point | null) =>
    point === null ? t("asModel") : point.map((value) => fixedText(value, 2)).join(", ");
  const rows = clients.map(({ samples, asks, copy }, at) => [
    t("client", { client: at + 1 }),
    String(samples),
    place(asks),
    place(copy),
  ]);
  const model = [t("theModel"), t("none"), t("theAverage"), place(group)];
  const columns = [t("who"), t("pictures"), t("asks"), t("copy")];
  return <TextTwin {...{ columns, rows: [...rows, model], label: t("placeTable") }} />;
}
