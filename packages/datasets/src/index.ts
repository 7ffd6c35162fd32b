// Datasets into memory, and out of them what a run is trained and judged on: shards and a sample.

export type {
  Counts,
  DataProgress,
  Dataset,
  DatasetName,
  ImageSet,
  OnProgress,
} from "./dataset.ts";
export { cacheFolder, type Machine } from "./cache-folder.ts";
export { loadDataset, loadDatasetOrShapes, type LoadOptions } from "./load-dataset.ts";
export { isUrl } from "./official-archive.ts";
export { shapesDataset } from "./shapes-dataset.ts";
export { SHARD_RECORD_BYTES, shardBytes } from "./shard.ts";
export { ShardPlan, type Shard } from "./shard-plan.ts";
export { testSample } from "./test-sample.ts";
