// The log of a simulated run: opened with its first model and all its clients, or taken up again.

import type { Dataset } from "@spikefed/datasets";
import { attackOf, writeState } from "@spikefed/fl-core";
import { type DeviceKind, PROTOCOL_VERSION, type RunSettings } from "@spikefed/protocol";
import {
  openRecordBook,
  openRecordKey,
  openRunLog,
  type RecordBook,
  type RunLog,
  writeModel,
} from "@spikefed/run-store";
import { initState } from "@spikefed/snn-core";

import { readMatrices } from "./judged-matrices.ts";
import type { RunPlan } from "./run-plan.ts";
import { tidyFolder } from "./tidy-folder.ts";
import { versions } from "./versions.ts";

export interface OpenLogOptions {
  plan: RunPlan;
  dataset: Dataset;
  runId: string;
  device: DeviceKind;
  now: () => number;
}

export interface OpenedRun {
  log: RunLog;
  records: RecordBook;
  /** What was repaired, as sentences. */
  warnings: string[];
}

/** Log and records, signed with a key of the folder's own. */
export async function openLog(options: OpenLogOptions): Promise<OpenedRun> {
  const { plan, now } = options;
  const opened = await openRunLog({
    ...{ file: plan.folder.log, now, onDurable: () => undefined },
    onFailure: () => undefined, // whoever appended is told
  });
  const { log } = opened;
  if (log.events.length === 0) await begin(options, log);
  else {
    await tidyFolder(plan.folder, log.events);
    plan.judged.push(...(await readMatrices(plan.folder)));
  }
  await noteClients(options, log);
  const { book: records, warning } = await openRecords(options, log);
  return { log, records, warnings: [opened.warning, warning].filter((one) => one !== null) };
}

async function openRecords({ plan, now }: OpenLogOptions, { events }: RunLog) {
  const { root, log: file, records } = plan.folder;
  const { spikefed = "unknown" } = versions();
  return openRecordBook({
    ...{ file: records, log: { file, events }, now },
    key: await openRecordKey(root),
    software: { spikefed, protocol: PROTOCOL_VERSION },
  });
}

async function begin({ plan, dataset, runId }: OpenLogOptions, log: RunLog): Promise<void> {
  const { settings, spec, shape, folder } = plan;
  const model = await writeModel(
    folder.models,
    writeState(shape.layout, initState(spec, settings.seed)),
  );
  const { name, source, procedural, sha256, classes } = dataset;
  await log.append({
    ...{ type: "run-opened", runId, settings },
    dataset: { name, source, procedural, sha256, classes },
    model: { ...model, version: 0, parameters: shape.length },
  });
}

/** Every client that the log does not know yet: it may have been cut off among them. */
async function noteClients({ plan, device }: OpenLogOptions, log: RunLog): Promise<void> {
  const known = new Set(
    log.events.flatMap((event) => (event.type === "joined" ? event.client : [])),
  );
  const lines: Promise<void>[] = [];
  for (let shard = 0; shard < plan.shards.count; shard++) {
    const client = shard + 1;
    const samples = plan.shards.samples(shard);
    if (!known.has(client)) {
      const place = { client, device, shard, samples };
      lines.push(log.append({ type: "joined", ...place, ...robotOf(client, plan.settings) }));
    }
  }
  await Promise.all(lines);
}

/** Who attacks stands in the log, so that what came of it can be judged by the log alone. */
function robotOf(client: number, settings: RunSettings) {
  const robot = attackOf(client, settings);
  return robot === null ? {} : { robot };
}
