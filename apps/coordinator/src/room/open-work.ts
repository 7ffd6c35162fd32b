// Work that may still write to the disk, so that whoever closes a run can wait for it.

export class OpenWork {
  readonly #open = new Set<Promise<unknown>>();

  /** Remembers it until it ends; returns it. */
  track<T>(work: Promise<T>): Promise<T> {
    this.#open.add(work);
    const forget = () => void this.#open.delete(work);
    work.then(forget, forget);
    return work;
  }

  /** Resolves when all of it has ended, well or not. */
  async settled(): Promise<void> {
    while (this.#open.size > 0) await Promise.allSettled(this.#open);
  }
}
