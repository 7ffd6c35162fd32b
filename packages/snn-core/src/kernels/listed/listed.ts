// Maps as lists of what is not zero. Spikes are rare: a convolution that visits only them does a
// fraction of the dense one's work. Good for processors; a GPU is faster on the dense map.

/** The lists of `frames` maps, made for a convolution with this kernel. */
export interface ListedParams {
  /** T x B */
  frames: number;
  height: number;
  width: number;
  channels: number;
  kernel: number;
}

type LineParams = Omit<ListedParams, "frames">;

/** Columns of a line, with the padding left and right of it. */
export const paddedWidth = ({ width, kernel }: LineParams): number => width + kernel - 1;

/** Bounds of a line: where each padded column begins, and where the last one ends. */
export const boundsPerLine = (p: ListedParams): number => paddedWidth(p) + 1;

/** Bytes of one place; the most that a place can be is what fits. */
export const PLACE_BYTES = 2;
const MAX_PLACE = 65_535;

/** Whether places (padded column x channels + channel) fit 16 bits. */
export const canList = (p: LineParams): boolean => paddedWidth(p) * p.channels <= MAX_PLACE;

/** Entries that a line has room for. */
export const perLine = ({ width, channels }: LineParams): number => width * channels;

/** 16-bit places, two in an `int32`; one more, since a list is written before it is known to end. */
export const placesShape = (p: ListedParams): number[] => [
  Math.ceil((p.frames * p.height * perLine(p) + 1) / 2),
];

export const boundsShape = (p: ListedParams): number[] => [p.frames * p.height, boundsPerLine(p)];

export const valuesShape = (p: ListedParams): number[] => [p.frames * p.height * perLine(p) + 1];
