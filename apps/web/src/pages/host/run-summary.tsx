import type { RunView } from "@spikefed/fl-core";
import type { RunSettings } from "@spikefed/protocol";
import { count, plural } from "../../state/format.ts";
import { FactList } from "../../ui/fact-list.tsx";
import { isCustom } from "../../state/settings-form.ts";

/** The run that is open, in words. */
export function RunSummary({ view, settings }: { view: RunView; settings: RunSettings }) {
  const { preset, rounds, clients, samplesPerClient, partition, localEpochs, batchSize } = settings;
  const parameters = view.parameters === null ? "" : `, ${count(view.parameters)} parameters`;
  const dealt = partition.kind === "iid" ? "alike" : `unequal, alpha ${partition.alpha}`;
  const each = samplesPerClient === null ? "all pictures" : plural(samplesPerClient, "picture");
  const rows: [string, string][] = [
    ["Network", `${preset}${parameters}`],
    ["Rounds", `${rounds}, at most ${settings.roundSeconds} s each`],
    ["Shares", `${clients} of ${each}, ${dealt}`],
    ["Local work", `${plural(localEpochs, "pass", "passes")}, batches of ${batchSize}`],
    ["Settings", isCustom(settings) ? "custom" : "default"],
  ];
  return <FactList rows={rows} />;
}
