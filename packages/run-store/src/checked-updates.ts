// Updates that were checked and are about to be counted, as numbers: whoever sums them need not read
// and decode their files again. Only so many are held; of the others the file is there.

/** Of those that wait, and once more of memory to give out again, unless it is said. A model of 1 MB in float16 has 2.2 MB of numbers. */
const MAX_BYTES = 16 * 2 ** 20;

export class CheckedUpdates {
  readonly #maxBytes: number;
  readonly #waiting = new Map<string, Float32Array<ArrayBuffer>>();
  /** Memory that nobody needs any more, to be written again. */
  #free: Float32Array<ArrayBuffer>[] = [];
  /** What files are read into, one after the other: new memory takes longer than reading. */
  #file = new Uint8Array(0);

  constructor(maxBytes = MAX_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /** Memory for an update of this length, whatever it holds; `put` or `free` it. */
  blank(length: number): Float32Array<ArrayBuffer> {
    this.#free = this.#free.filter((one) => one.length === length);
    return this.#free.pop() ?? new Float32Array(length);
  }

  /** Memory for the bytes of a file, until it is asked for again. */
  fileBytes(length: number): Uint8Array<ArrayBuffer> {
    if (this.#file.byteLength < length) this.#file = new Uint8Array(length);
    return this.#file.subarray(0, length);
  }

  /** @param file where the update is, or will be */
  put(file: string, delta: Float32Array<ArrayBuffer>): void {
    this.drop(file);
    this.#waiting.set(file, delta);
    for (const [oldest] of this.#waiting) {
      if (this.#waiting.size <= this.#most(delta)) return;
      this.drop(oldest);
    }
  }

  /** It is not held any more; `free` it when it is summed. Null: it has to be read. */
  take(file: string): Float32Array<ArrayBuffer> | null {
    const delta = this.#waiting.get(file) ?? null;
    this.#waiting.delete(file);
    return delta;
  }

  drop(file: string): void {
    const delta = this.take(file);
    if (delta !== null) this.free(delta);
  }

  free(delta: Float32Array<ArrayBuffer>): void {
    if (this.#free.length < this.#most(delta)) this.#free.push(delta);
  }

  /** So many of this length are held. */
  #most({ byteLength }: Float32Array): number {
    return Math.max(1, Math.floor(this.#maxBytes / byteLength));
  }
}
