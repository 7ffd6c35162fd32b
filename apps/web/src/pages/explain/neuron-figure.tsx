// One neuron under a slider: push current in, watch the membrane climb, leak and fire.

import { modelOf } from "@spikefed/snn-core/model";
import { useState } from "preact/hooks";
import { t } from "../../i18n/en/explain.ts";
import { fixedText } from "../../i18n/intl.ts";
import { percent } from "../../state/format.ts";
import { neuronSentence } from "../../state/explain-words.ts";
import { type NeuronTrace, pulse, traceNeuron } from "../../state/neuron-trace.ts";
import { NeuronDrawing } from "./neuron-drawing.tsx";
import { Slider } from "./slider.tsx";
import { TextTwin } from "./text-twin.tsx";
import "./explain.css";

/** Of the networks that rooms train. */
const usual = modelOf({ preset: "s4", network: "snn", timesteps: null, coding: null }, 10);

export function NeuronFigure() {
  const [current, setCurrent] = useState(0.25);
  const [leak, setLeak] = useState(usual.leak);
  const { threshold } = usual;
  const trace = traceNeuron(pulse(current), { leak, threshold });
  const words = neuronSentence(trace, current);
  return (
    <figure class="panel stack explain-figure">
      <Knobs {...{ current, leak, setCurrent, setLeak }} />
      <NeuronDrawing trace={trace} threshold={threshold} words={words} />
      <figcaption>
        <p aria-live="polite">{words}</p>
      </figcaption>
      <NeuronTable trace={trace} />
    </figure>
  );
}

interface KnobsProps {
  current: number;
  leak: number;
  setCurrent: (value: number) => void;
  setLeak: (value: number) => void;
}

function Knobs({ current, leak, setCurrent, setLeak }: KnobsProps) {
  return (
    <div class="sliders">
      <Slider
        {...{ id: "current", label: t("current"), min: 0, max: 1.5, step: 0.05 }}
        {...{ value: current, words: fixedText(current, 2), onValue: setCurrent }}
      />
      <Slider
        {...{ id: "kept", label: t("kept"), min: 0.5, max: 1, step: 0.05 }}
        {...{ value: leak, words: percent(leak, 0), onValue: setLeak }}
      />
    </div>
  );
}

function NeuronTable({ trace: { currents, membrane, spikes } }: { trace: NeuronTrace }) {
  const rows = membrane.map((charge, at) => [
    String(at + 1),
    fixedText(currents[at] ?? 0, 2),
    fixedText(charge, 2),
    spikes.includes(at + 1) ? t("yes") : t("no"),
  ]);
  const columns = [t("step"), t("columnCurrent"), t("columnMembrane"), t("columnSpike")];
  return <TextTwin {...{ columns, rows, label: t("neuronTable") }} />;
}
