import { modelName } from "@spikefed/fl-core";
import { lessonOf, type PartitionSettings, type RunSettings } from "@spikefed/protocol";
import { t as tMethods } from "../../i18n/en/methods.ts";
import { t } from "../../i18n/en/settings.ts";
import { percent, seconds } from "../../state/format.ts";
import { FactList } from "../../ui/fact-list.tsx";
import { placeWords } from "../../state/lesson-words.ts";
import { isCustom } from "../../state/settings-form.ts";
import { encodingWords } from "../../state/encoding-words.ts";
import { lossWords } from "../../state/loss-words.ts";
import { ruleWords } from "../../state/rule-words.ts";
import { strategyWords } from "../../state/strategy-words.ts";

export interface RunSummaryProps {
  settings: RunSettings;
  /** Of the model; null: not known yet. */
  parameters: number | null;
}

/** The run that is open, in words. */
export function RunSummary({ settings, parameters }: RunSummaryProps) {
  const { clients, samplesPerClient, partition, localEpochs, batchSize } = settings;
  const model = modelName(settings);
  const each =
    samplesPerClient === null ? t("allPictures") : t("pictures", { count: samplesPerClient });
  const rows: [string, string][] = [
    [t("network"), parameters === null ? model : t("parameters", { model, count: parameters })],
    [t("rounds"), roundsOf(settings)],
    [t("shares"), t("sharesRow", { shares: clients, each, dealt: dealtAs(partition) })],
    [t("localWork"), t("passes", { count: localEpochs, size: batchSize })],
    [tMethods("strategy"), strategyWords(settings.strategy.kind).title],
    ...goal(settings),
    ...disturbances(settings),
    ...encoding(settings),
    [t("settings"), kindOf(settings)],
  ];
  return <FactList rows={rows} />;
}

function roundsOf({ rounds, roundSeconds, scheduler }: RunSettings): string {
  if (scheduler.kind === "fedbuff") return t("buffersRow", { rounds, size: scheduler.bufferSize });
  return t("roundsRow", { rounds, seconds: seconds(roundSeconds) });
}

/** A lesson's name; else whether anything was changed. */
function kindOf(settings: RunSettings): string {
  const place = lessonOf(settings);
  if (place !== null) return placeWords(place);
  return t(isCustom(settings) ? "custom" : "default");
}

/** What devices learn, where it is not just their labels, and how, where not as usual. */
function goal({ localLoss, localRule: { kind } }: RunSettings): [string, string][] {
  const isUsual = localLoss.kind === "cross-entropy";
  return [
    ...(isUsual ? [] : [[tMethods("localGoal"), lossWords(localLoss).title] as [string, string]]),
    ...(kind === "surrogate-bptt"
      ? []
      : [[t("localRule"), ruleWords(kind).title] as [string, string]]),
  ];
}

/** How updates are written, where something of them is left out. */
function encoding({ updateEncoding: { kind } }: RunSettings): [string, string][] {
  return kind === "float32" ? [] : [[tMethods("updates"), encodingWords(kind).title]];
}

/** FedSNN's two robustness experiments, where they are on. */
function disturbances({ stragglerProbability, gradientNoise }: RunSettings): [string, string][] {
  const stragglers = t("dropOut", { share: percent(stragglerProbability, 0) });
  const noise = t("noiseRow", { factor: gradientNoise });
  return [
    ...(stragglerProbability > 0
      ? [[t("stragglerProbability"), stragglers] as [string, string]]
      : []),
    ...(gradientNoise > 0 ? [[t("noise"), noise] as [string, string]] : []),
  ];
}

function dealtAs(partition: PartitionSettings): string {
  switch (partition.kind) {
    case "iid":
      return t("alike");
    case "pathological":
      return t("classesEach", { count: partition.classesPerClient });
    case "shard":
      return t("piecesEach", { count: partition.shardsPerClient });
    default:
      return t("unequal", { alpha: partition.alpha });
  }
}
