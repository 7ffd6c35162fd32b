import { modelName, type RunView } from "@spikefed/fl-core";
import type { PartitionSettings, RunSettings } from "@spikefed/protocol";
import { count, percent, plural } from "../../state/format.ts";
import { FactList } from "../../ui/fact-list.tsx";
import { isCustom } from "../../state/settings-form.ts";
import { encodingWords } from "../../state/encoding-words.ts";
import { lossWords } from "../../state/loss-words.ts";
import { ruleWords } from "../../state/rule-words.ts";
import { strategyWords } from "../../state/strategy-words.ts";

/** The run that is open, in words. */
export function RunSummary({ view, settings }: { view: RunView; settings: RunSettings }) {
  const { rounds, clients, samplesPerClient, partition, localEpochs, batchSize } = settings;
  const parameters = view.parameters === null ? "" : `, ${count(view.parameters)} parameters`;
  const each = samplesPerClient === null ? "all pictures" : plural(samplesPerClient, "picture");
  const rows: [string, string][] = [
    ["Network", `${modelName(settings)}${parameters}`],
    ["Rounds", `${rounds}, at most ${settings.roundSeconds} s each`],
    ["Shares", `${clients} of ${each}, ${dealtAs(partition)}`],
    ["Local work", `${plural(localEpochs, "pass", "passes")}, batches of ${batchSize}`],
    ["Strategy", strategyWords(settings.strategy.kind).title],
    ...goal(settings),
    ...disturbances(settings),
    ...encoding(settings),
    ["Settings", isCustom(settings) ? "custom" : "default"],
  ];
  return <FactList rows={rows} />;
}

/** What devices learn, where it is not just their labels, and how, where not as usual. */
function goal({ localLoss, localRule: { kind } }: RunSettings): [string, string][] {
  const isUsual = localLoss.kind === "cross-entropy";
  return [
    ...(isUsual ? [] : [["Local goal", lossWords(localLoss).title] as [string, string]]),
    ...(kind === "surrogate-bptt"
      ? []
      : [["Local rule", ruleWords(kind).title] as [string, string]]),
  ];
}

/** How updates are written, where something of them is left out. */
function encoding({ updateEncoding: { kind } }: RunSettings): [string, string][] {
  return kind === "float32" ? [] : [["Updates", encodingWords(kind).title]];
}

/** FedSNN's two robustness experiments, where they are on. */
function disturbances({ stragglerProbability, gradientNoise }: RunSettings): [string, string][] {
  const stragglers = `${percent(stragglerProbability, 0)} of the invited drop out`;
  const noise = `${gradientNoise} times what was learned`;
  return [
    ...(stragglerProbability > 0 ? [["Stragglers", stragglers] as [string, string]] : []),
    ...(gradientNoise > 0 ? [["Noise", noise] as [string, string]] : []),
  ];
}

function dealtAs(partition: PartitionSettings): string {
  switch (partition.kind) {
    case "iid":
      return "alike";
    case "pathological":
      return plural(partition.classesPerClient, "class", "classes") + " each";
    case "shard":
      return `${plural(partition.shardsPerClient, "piece")} of the sorted pictures each`;
    default:
      return `unequal, alpha ${partition.alpha}`;
  }
}
