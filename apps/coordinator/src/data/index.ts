// The dataset layer: datasets into memory, and a client's shard out of them as bytes.

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
