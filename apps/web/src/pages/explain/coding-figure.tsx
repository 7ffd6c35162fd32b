// A drawn picture on its way into a network: what goes in at each step, and the mean so far.

import { type LabelledImages, readShard } from "@spikefed/snn-core/plain";
import { useEffect, useMemo, useState } from "preact/hooks";
import { t } from "../../i18n/en/explain.ts";
import { codingSentence } from "../../state/explain-words.ts";
import {
  asPixels,
  CODED_STEPS,
  type CodedPicture,
  codePicture,
  type Coding,
} from "../../state/picture-coding.ts";
import { Photo } from "../../ui/photo.tsx";
import picturesUrl from "./pictures.bin?url";
import { Slider } from "./slider.tsx";

/** In the order of the file. */
const shapes = ["circle", "triangle", "star"] as const;
const codings: readonly Coding[] = ["direct", "poisson"];

export function CodingFigure() {
  const pictures = usePictures();
  if (pictures === "loading") return <p aria-live="polite">{t("loadingPictures")}</p>;
  if (pictures === "failed") return <p role="alert">{t("picturesFailed")}</p>;
  return <Coded pictures={pictures} />;
}

function Coded({ pictures }: { pictures: LabelledImages }) {
  const [which, setWhich] = useState(0);
  const [coding, setCoding] = useState<Coding>("poisson");
  const [step, setStep] = useState(CODED_STEPS); // where the mean looks like the picture again
  const [seed, setSeed] = useState(1);
  const coded = useMemo(
    () => codePicture(pictures, which, { coding, seed }),
    [pictures, which, coding, seed],
  );
  return (
    <figure class="panel stack explain-figure">
      <Choices {...{ which, setWhich, coding, setCoding }} />
      <Slider
        {...{ id: "step-shown", label: t("step"), min: 1, max: CODED_STEPS, step: 1, value: step }}
        {...{ words: t("stepOf", { step, steps: CODED_STEPS }), onValue: setStep }}
      />
      <Pictures {...{ pictures, which, coded, coding, step }} />
      <figcaption>
        <p aria-live="polite">{codingSentence(coded, coding, step)}</p>
      </figcaption>
      <p>
        <button type="button" disabled={coding === "direct"} onClick={() => setSeed(seed + 1)}>
          {t("drawAgain")}
        </button>
      </p>
    </figure>
  );
}

interface ChoicesProps {
  which: number;
  setWhich: (which: number) => void;
  coding: Coding;
  setCoding: (coding: Coding) => void;
}

function Choices({ which, setWhich, coding, setCoding }: ChoicesProps) {
  return (
    <div class="choices">
      <Choice
        {...{ title: t("picture"), options: shapes.map((shape) => t(shape)), chosen: which }}
        onChoose={setWhich}
      />
      <Choice
        {...{
          title: t("coding"),
          options: codings.map((one) => t(one)),
          chosen: codings.indexOf(coding),
        }}
        onChoose={(at) => setCoding(codings[at] ?? "direct")}
      />
    </div>
  );
}

interface PicturesProps {
  pictures: LabelledImages;
  which: number;
  coded: CodedPicture;
  coding: Coding;
  step: number;
}

function Pictures({ pictures, which, coded, coding, step }: PicturesProps) {
  const size = pictures.pixels.length / pictures.count;
  const name = t(shapes[which] ?? "picture");
  const own = pictures.pixels.subarray(which * size, (which + 1) * size);
  const at = step - 1;
  // A value of 1 sends a spike at every second step: doubled, the mean of spikes is the picture.
  const gain = coding === "poisson" ? 2 : 1;
  const shown: [string, Uint8Array][] = [
    [t("thePicture"), own],
    [t("inputOf", { step }), asPixels(coded.steps[at] ?? new Float32Array())],
    [t("meanOf", { count: step }), asPixels(coded.means[at] ?? new Float32Array(), gain)],
  ];
  return (
    <div class="coded-pictures">
      {shown.map(([words, pixels], place) => (
        <div class="shown" key={place}>
          <Photo pixels={pixels} name={t("shownPicture", { name, what: words })} />
          <span>{words}</span>
        </div>
      ))}
    </div>
  );
}

interface ChoiceProps {
  title: string;
  options: readonly string[];
  chosen: number;
  onChoose: (at: number) => void;
}

function Choice({ title, options, chosen, onChoose }: ChoiceProps) {
  return (
    <fieldset>
      <legend>{title}</legend>
      <div class="options">
        {options.map((option, at) => (
          <label key={option}>
            <input
              type="radio"
              name={title}
              checked={at === chosen}
              onChange={() => onChoose(at)}
            />
            {option}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

type Loaded = LabelledImages | "loading" | "failed";

function usePictures(): Loaded {
  const [loaded, setLoaded] = useState<Loaded>("loading");
  useEffect(() => {
    const load = async () => {
      const answer = await fetch(picturesUrl);
      if (!answer.ok) throw new Error(`answered ${answer.status}`);
      return readShard(new Uint8Array(await answer.arrayBuffer()));
    };
    load().then(setLoaded, () => setLoaded("failed"));
  }, []);
  return loaded;
}
