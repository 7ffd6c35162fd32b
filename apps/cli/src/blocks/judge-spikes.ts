// How many spikes of all blocks together are not PyTorch's. A block alone has often less than a
// million, so one flip of rounding would be more than one in a million of it. Pure.

/** At most so many of a million spikes may differ, over all blocks. */
export const PER_MILLION = 1;

export interface SpikeCount {
  spikes: number;
  /** Spikes that are not PyTorch's. */
  differ: number;
}

export interface SpikeVerdict extends SpikeCount {
  perMillion: number;
  holds: boolean;
}

export function judgeSpikes(blocks: readonly SpikeCount[]): SpikeVerdict {
  const sum = (key: keyof SpikeCount) => blocks.reduce((total, block) => total + block[key], 0);
  const all = { spikes: sum("spikes"), differ: sum("differ") };
  const rate = perMillion(all);
  return { ...all, perMillion: rate, holds: all.spikes > 0 && rate <= PER_MILLION };
}

/** Of a million spikes, how many differ. */
export const perMillion = ({ spikes, differ }: SpikeCount): number =>
  spikes === 0 ? 0 : (1e6 * differ) / spikes;
