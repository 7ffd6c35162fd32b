// All that is done with the updates of a run's rounds: checked, counted, averaged. A coordinator has
// one, in a worker, since each call may block its thread for a while.

import { checkUpdate, type CheckInput } from "./aggregation.ts";
import { average, type AverageInput, type AverageOutput } from "./average.ts";
import { CheckedUpdates } from "./checked-updates.ts";
import { RoundTally, type CountInput } from "./round-tally.ts";

export class UpdateDesk {
  readonly #checked = new CheckedUpdates();
  readonly #tally = new RoundTally(this.#checked);

  /** @see checkUpdate */
  check(input: CheckInput): Promise<void> {
    return checkUpdate(input, this.#checked);
  }

  /** @see RoundTally.count */
  count(input: CountInput): void {
    this.#tally.count(input);
  }

  /** @see average */
  average(input: AverageInput): Promise<AverageOutput> {
    return average(input, this.#tally);
  }
}
