// What a report shows and a run log does not hold. Who renders hands it in; what is null is shown
// as not measured.

/** Spikes of one spiking block, measured on held-out pictures. */
export interface BlockSpikes {
  /** Its place in the model's blocks. */
  block: number;
  /** Spikes per neuron at each step, 0..1, `[T]`. */
  perStep: number[];
}

export interface ReportExtras {
  /** What a person calls the run; null: its model and dataset. */
  title: string | null;
  /** What persons call volunteers; one without a name is "Volunteer 3". */
  names: { client: number; name: string }[] | null;
  /** Training pictures of each class in each shard, `[K][C]`. */
  labelCounts: number[][] | null;
  /** Who shows them, where they are left out on purpose: "the host’s page"; null: nobody. */
  labelsElsewhere: string | null;
  /** Of the last model on held-out pictures, `[C][C]`; row: truth, column: answer. */
  confusion: number[][] | null;
  /** Of models as they were judged, oldest first; of as many rounds as are kept. */
  confusions: { round: number; counts: number[][] }[] | null;
  /** Of the last model, one entry a spiking block. */
  spikeRates: BlockSpikes[] | null;
  /** Spikes of either sign per input value and step under Poisson coding. */
  inputRate: number | null;
  /** Round whose model `confusion` and the rates are of; null: they are of the last model. */
  figuresRound: number | null;
  /** Bytes that went out to volunteers, as counted, by round. */
  bytesDown: { round: number; bytes: number }[] | null;
  /** Seed of the choice of held-out pictures. */
  testSeed: number | null;
  /** What computed, in words: executor and adapter. */
  adapter: string | null;
  /** Of the program that computed, the newest last: what it is called, and its sources' sha256. */
  builds: { name: string; source: string }[] | null;
  /** Of program, runtime, libraries: `{ spikefed: "0.1.0", node: "v20.20.2" }`. */
  versions: Record<string, string> | null;
  /** One line that repeats the run. */
  command: string | null;
}

/** Nothing of it is known. */
export const noExtras: ReportExtras = {
  title: null,
  names: null,
  labelCounts: null,
  labelsElsewhere: null,
  confusion: null,
  confusions: null,
  spikeRates: null,
  inputRate: null,
  figuresRound: null,
  bytesDown: null,
  testSeed: null,
  adapter: null,
  builds: null,
  versions: null,
  command: null,
};
