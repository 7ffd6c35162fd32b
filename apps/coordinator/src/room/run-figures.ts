// The newest figures of a run that reports tell and the log does not hold.

import type { KeptFigures } from "@spikefed/protocol";
import { isFull, readKeptFigures, writeKeptFigures } from "@spikefed/run-store";

type Measured = Pick<KeptFigures, "modelHash" | "confusion" | "spikeRates" | "inputRate">;

export class RunFigures {
  readonly #folder: string;
  readonly #labelCounts: number[][];
  #newest: Measured | null;

  private constructor(folder: string, labelCounts: number[][], newest: Measured | null) {
    this.#folder = folder;
    this.#labelCounts = labelCounts;
    this.#newest = newest;
  }

  /**
   * Of a run's folder, as an earlier process left them.
   *
   * @param labelCounts How the pictures are dealt: for the host's reports of the folder.
   */
  static async open(folder: string, labelCounts: number[][]): Promise<RunFigures> {
    // Figures that cannot be read are measured again with the next model.
    const kept = await readKeptFigures(folder).catch(() => null);
    return new RunFigures(folder, labelCounts, kept);
  }

  /** null: no model has been judged. */
  get newest(): Measured | null {
    return this.#newest;
  }

  /**
   * On a full disk they are told from memory, and written with the next model: no evaluation fails
   * for them.
   *
   * @throws {SpikefedError} `store/write`
   */
  async keep(measured: Measured, write = writeKeptFigures): Promise<void> {
    const { modelHash, confusion, spikeRates, inputRate } = measured;
    const figures = { modelHash, confusion, spikeRates, inputRate };
    const others = { labelCounts: this.#labelCounts, bytesDown: null };
    this.#newest = figures;
    try {
      await write(this.#folder, { format: 1, ...figures, ...others });
    } catch (error) {
      if (!isFull(error)) throw error;
    }
  }
}
