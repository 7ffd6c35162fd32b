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
import { t } from "../../i18n/en/methods.ts";
import { encodingWords } from "../../state/encoding-words.ts";
import { lossChoice, lossChoices, lossWords, type LossChoice } from "../../state/loss-words.ts";
import { methodWords, type ChoiceWords } from "../../state/method-words.ts";
import { lossesOf, withNetwork } from "../../state/network-choice.ts";
import { ruleWords } from "../../state/rule-words.ts";
import { strategyWords } from "../../state/strategy-words.ts";
import { OptionSelect, type Option } from "./option-select.tsx";

const optionsOf = <Value extends string>(
  words: Readonly<Record<Value, ChoiceWords>>,
): readonly Option<Value>[] =>
  Object.entries<ChoiceWords>(words).map(([value, both]) => ({ value: value as Value, ...both }));

const networks = () => optionsOf({ snn: methodWords("snn"), ann: methodWords("ann") });

const codings = () =>
  optionsOf({
    preset: methodWords("codingUsual"),
    direct: methodWords("direct"),
    poisson: methodWords("poisson"),
  });

const norms = () => optionsOf({ shared: methodWords("normShared"), own: methodWords("normOwn") });

const samplings = () =>
  optionsOf({
    uniform: methodWords("uniform"),
    "by-samples": methodWords("bySamples"),
    "least-recently": methodWords("leastRecently"),
  });

const strategies = () => STRATEGIES.map((value) => ({ value, ...strategyWords(value) }));
const rules = () => LOCAL_RULES.map((value) => ({ value, ...ruleWords(value) }));
const encodings = () => UPDATE_ENCODINGS.map((value) => ({ value, ...encodingWords(value) }));
const losses = (network: RunSettings["network"]) =>
  lossesOf(network).map(({ value, loss }) => ({ value, ...lossWords(loss) }));

const lossOf = (value: LossChoice): RunSettings["localLoss"] =>
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
        label={t("kindOfNetwork")}
        options={networks()}
        value={base.network}
        onChoose={(network) => onBase(withNetwork(base, network))}
      />
      <OptionSelect
        id="strategy"
        label={t("strategy")}
        options={strategies()}
        value={base.strategy.kind}
        onChoose={(kind) => onBase({ ...base, strategy: readStrategy({ kind }) })}
      />
      <OptionSelect
        id="sampling"
        label={t("invited")}
        options={samplings()}
        value={base.sampling}
        onChoose={(sampling) => onBase({ ...base, sampling })}
      />
      <OptionSelect
        id="loss"
        label={t("localGoal")}
        options={losses(base.network)}
        value={lossChoice(base.localLoss)}
        onChoose={(value) => onBase({ ...base, localLoss: lossOf(value) })}
      />
      {base.network === "snn" && (
        <OptionSelect
          id="rule"
          label={t("learningRule")}
          options={rules()}
          value={base.localRule.kind}
          onChoose={(kind) => onBase({ ...base, localRule: usualRule(kind) })}
        />
      )}
      <OptionSelect
        id="norm"
        label={t("normLayers")}
        options={norms()}
        value={base.localNorm ? "own" : "shared"}
        onChoose={(value) => onBase({ ...base, localNorm: value === "own" })}
      />
      <OptionSelect
        id="coding"
        label={t("coding")}
        options={codings()}
        value={base.coding ?? "preset"}
        onChoose={(coding) => onBase({ ...base, coding: coding === "preset" ? null : coding })}
      />
      <OptionSelect
        id="encoding"
        label={t("updates")}
        options={encodings()}
        value={base.updateEncoding.kind}
        onChoose={(kind) => onBase({ ...base, updateEncoding: usualEncoding(kind) })}
      />
    </>
  );
}
