// How a run computes, beyond its network's size: spikes or not, coding, strategy, loss.

import {
  LOCAL_RULES,
  readStrategy,
  STRATEGIES,
  UPDATE_ENCODINGS,
  usualEncoding,
  usualRule,
  type RunSettings,
} from "@spikefed/protocol";
import { encodingWords } from "../../state/encoding-words.ts";
import { lossChoice, lossChoices } from "../../state/loss-words.ts";
import { lossesOf, withNetwork } from "../../state/network-choice.ts";
import { ruleWords } from "../../state/rule-words.ts";
import { strategyWords } from "../../state/strategy-words.ts";
import { OptionSelect, type Option } from "./option-select.tsx";

const networks: readonly Option<RunSettings["network"]>[] = [
  {
    value: "snn",
    title: "Spiking",
    help: "Neurons that send spikes over time. The default.",
  },
  {
    value: "ann",
    title: "Ordinary twin",
    help: "The same layers without spikes, to compare with; time steps and coding have no meaning. The only choice for a network that has no spikes.",
  },
];

type Coding = NonNullable<RunSettings["coding"]> | "preset";
const codings: readonly Option<Coding>[] = [
  {
    value: "preset",
    title: "As the network has it",
    help: "Poisson for vgg9, direct for the others. The default.",
  },
  { value: "direct", title: "Direct", help: "The same picture at each time step." },
  {
    value: "poisson",
    title: "Poisson",
    help: "Random spikes, more of them where the picture is bright or dark. As in the paper.",
  },
];

const norms: readonly Option<"shared" | "own">[] = [
  { value: "shared", title: "Averaged with the rest", help: "Alike for all devices. The default." },
  {
    value: "own",
    title: "Each device its own",
    help: "For unequal data, as FedBN does. A page that is loaded again starts with the average.",
  },
];

const samplings: readonly Option<RunSettings["sampling"]>[] = [
  { value: "uniform", title: "All alike", help: "Each device has the same chance. The default." },
  {
    value: "by-samples",
    title: "By their pictures",
    help: "Twice the pictures, twice the chance. Choose a strategy that counts devices alike with it, or large shares count twice.",
  },
  {
    value: "least-recently",
    title: "Who waited the longest",
    help: "Everybody has a turn before anybody has a second one.",
  },
];

const strategies = STRATEGIES.map((value) => ({ value, ...strategyWords(value) }));
const rules = LOCAL_RULES.map((value) => ({ value, ...ruleWords(value) }));
const encodings = UPDATE_ENCODINGS.map((value) => ({ value, ...encodingWords(value) }));

const lossOf = (value: string): RunSettings["localLoss"] =>
  (lossChoices.find((choice) => choice.value === value) ?? lossChoices[0]!).loss;

export interface MethodChoicesProps {
  base: RunSettings;
  onBase: (settings: RunSettings) => void;
}

export function MethodChoices({ base, onBase }: MethodChoicesProps) {
  return (
    <>
      <OptionSelect
        id="network"
        label="Kind of network"
        options={networks}
        value={base.network}
        onChoose={(network) => onBase(withNetwork(base, network))}
      />
      <OptionSelect
        id="strategy"
        label="Strategy"
        options={strategies}
        value={base.strategy.kind}
        onChoose={(kind) => onBase({ ...base, strategy: readStrategy({ kind }) })}
      />
      <OptionSelect
        id="sampling"
        label="Who is invited, where not all are"
        options={samplings}
        value={base.sampling}
        onChoose={(sampling) => onBase({ ...base, sampling })}
      />
      <OptionSelect
        id="loss"
        label="Local goal"
        options={lossesOf(base.network)}
        value={lossChoice(base.localLoss)}
        onChoose={(value) => onBase({ ...base, localLoss: lossOf(value) })}
      />
      {base.network === "snn" && (
        <OptionSelect
          id="rule"
          label="Learning rule"
          options={rules}
          value={base.localRule.kind}
          onChoose={(kind) => onBase({ ...base, localRule: usualRule(kind) })}
        />
      )}
      <OptionSelect
        id="norm"
        label="Norm layers"
        options={norms}
        value={base.localNorm ? "own" : "shared"}
        onChoose={(value) => onBase({ ...base, localNorm: value === "own" })}
      />
      <OptionSelect
        id="coding"
        label="Coding"
        options={codings}
        value={base.coding ?? "preset"}
        onChoose={(coding) => onBase({ ...base, coding: coding === "preset" ? null : coding })}
      />
      <OptionSelect
        id="encoding"
        label="Updates"
        options={encodings}
        value={base.updateEncoding.kind}
        onChoose={(kind) => onBase({ ...base, updateEncoding: usualEncoding(kind) })}
      />
    </>
  );
}
