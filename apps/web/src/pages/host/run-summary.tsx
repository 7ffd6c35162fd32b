import type { RunView } from "@spikefed/fl-core";
import type { PartitionSettings, RunSettings } from "@spikefed/protocol";
import { count, plural } from "../../state/format.ts";
import { FactList } from "../../ui/fact-list.tsx";
import { isCustom } from "../../state/settings-form.ts";

/** The run that is open, in words. */
export function RunSummary({ view, settings }: { view: RunView; settings: RunSettings }) {
  const { preset, rounds, clients, samplesPerClient, partition, localEpochs, batchSize } = settings;
  const parameters = view.parameters === null ? "" : `, ${count(view.parameters)} parameters`;
  const each = samplesPerClient === null ? "all pictures" : plural(samplesPerClient, "picture");
  const rows: [string, string][] = [
    ["Network", `${preset}${parameters}`],
    ["Rounds", `${rounds}, at most ${settings.roundSeconds} s each`],
    ["Shares", `${clients} of ${each}, ${dealtAs(partition)}`],
    ["Local work", `${plural(localEpochs, "pass", "passes")}, batches of ${batchSize}`],
    ["Settings", isCustom(settings) ? "custom" : "default"],
  ];
  return <FactList rows={rows} />;
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
