// The words of the dataset layer: what a dataset is once it is in memory. Types only.

export type DatasetName = "cifar10" | "cifar100" | "shapes";

/** Labelled images in memory. N = `count`. */
export interface ImageSet {
  count: number;
  /** [N], each below the number of classes. */
  labels: Uint8Array;
  /** [N, 3072]: planar, 1,024 R, then 1,024 G, then 1,024 B; each plane 32 rows of 32, 0..255. */
  pixels: Uint8Array;
}

export interface Dataset {
  name: DatasetName;
  /** One plain sentence part for pages: "CIFAR-10", "CIFAR-100 (from cifar-100-binary.tar.gz)". */
  source: string;
  /** True when the images were drawn by the program. Every page must then say so. */
  procedural: boolean;
  /** Label names, by label. */
  classes: string[];
  train: ImageSet;
  test: ImageSet;
  /** Hex sha256 of the official records, those of train followed by those of test. */
  sha256: string;
}

export interface Counts {
  train: number;
  test: number;
}

/** `done` and `total` are bytes, for "decode" images. `total` is null where nobody knows it. */
export interface DataProgress {
  step: "fetch" | "verify" | "decode" | "write" | "read";
  done: number;
  total: number | null;
}

export type OnProgress = (progress: DataProgress) => void;
