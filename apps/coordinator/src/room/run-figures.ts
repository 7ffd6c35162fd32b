// Figures of a run that the log does not hold: the newest for reports, some of earlier models, and
// what a wall shows.

import { type KeptFigures, keptMatrices, type KeptShowcase } from "@spikefed/protocol";
import { isFull, readKeptFigures, writeKeptFigures } from "@spikefed/run-store";

import type { Shown } from "../evaluate/evaluator.ts";

type OfModel = Pick<KeptFigures, "modelHash" | "confusion" | "spikeRates" | "inputRate">;
export type Measured = OfModel & { shown: Shown | null };
type Kept = OfModel & { earlier: NonNullable<KeptFigures["earlier"]>; showcase?: KeptShowcase };

export class RunFigures {
  readonly #folder: string;
  readonly #labelCounts: number[][];
  #newest: Kept | null;

  private constructor(folder: string, labelCounts: number[][], newest: Kept | null) {
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
    return new RunFigures(folder, labelCounts, kept && keptOf(kept));
  }

  /** null: no model has been judged. */
  get newest(): Kept | null {
    return this.#newest;
  }

  /**
   * On a full disk they are told from memory, and written with the next model: no evaluation fails
   * for them.
   *
   * @param standing Name of the newest judged model before it that was not taken back: its votes are
   *   the ones to compare with; null: there is none.
   * @throws {SpikefedError} `store/write`
   */
  async keep(measured: Measured, standing: string | null, write = writeKeptFigures): Promise<void> {
    const figures = after(this.#newest, measured, standing);
    const others = { labelCounts: this.#labelCounts, bytesDown: null };
    this.#newest = figures;
    try {
      await write(this.#folder, { format: 1, ...figures, ...others });
    } catch (error) {
      if (!isFull(error)) throw error;
    }
  }
}

function keptOf({ modelHash, confusion, spikeRates, inputRate, ...more }: KeptFigures): Kept {
  const { earlier = [], showcase } = more;
  const kept = { modelHash, confusion, spikeRates, inputRate, earlier };
  return showcase === undefined ? kept : { ...kept, showcase };
}

/** The model before becomes an earlier one; one that is judged again replaces itself. */
function after(
  before: Kept | null,
  { shown, ...figures }: Measured,
  standing: string | null,
): Kept {
  const { modelHash } = figures;
  const isAgain = before?.modelHash === modelHash;
  const last = before === null || isAgain ? [] : [before];
  const earlier = [...(before?.earlier ?? []), ...last.map(matrixOf)];
  const kept = { ...figures, earlier: keptMatrices(earlier) };
  if (shown === null) return kept;
  const known = before?.showcase;
  const votesBefore = [known?.newest, known?.before].find((one) => one?.modelHash === standing);
  const { votes, raster } = shown;
  return {
    ...kept,
    showcase: { before: votesBefore ?? null, newest: { modelHash, votes }, raster },
  };
}

const matrixOf = ({ modelHash, confusion }: OfModel) => ({ modelHash, confusion });
