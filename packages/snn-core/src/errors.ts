// The one error class of this package: a code to branch on, the fact, and the cure.

const cures = {
  "model/blocks": "Correct the model's blocks so that each one fits the one before it.",
  "model/preset": "Choose one of the presets that presetNames lists.",
  "state/length": "Use a state that was made for this model.",
  "data/shard": "Fetch the pictures again.",
  "data/batch": "Bring a batch of the shape that the model's input names.",
  "train/not-finite": "Lower the learning rate.",
  "train/optimizer": "Use the engine, or sgd.",
  "train/loss":
    "Bring what the loss asks for: numbers in range, a share for each class, the teacher's logits.",
  "train/rule":
    'Use the executor "kernels" (kernels/wasm runs everywhere) or "reference", and a spiking model; ' +
    "bring an executor of its twin where the rule or the loss has a teacher.",
  "train/no-batch": "Use more pictures or a smaller batch size.",
  "energy/rates": "Bring one measured rate from 0 to 1, or null, for each spiking block.",
  "gpu/missing": "Use another backend: wasm, or a browser with WebGPU.",
  "gpu/failed": "Nothing was sent. Join again; if it fails again, use wasm or another device.",
  "gpu/memory":
    "Close other programs that use graphics, or use a smaller batch size or a smaller network.",
  "gpu/kernels": 'Use the executor "kernels", which runs on every backend.',
} as const;

/** What went wrong, to branch on; the README has a table. */
export type SnnErrorCode = keyof typeof cures;

/** Every error that this package throws on purpose. */
export class SnnError extends Error {
  override readonly name = "SnnError";
  readonly code: SnnErrorCode;
  /** What was found, with the numbers. */
  readonly fact: string;
  /** The one thing to do now. */
  readonly cure: string;

  constructor(code: SnnErrorCode, fact: string, options?: ErrorOptions) {
    super(`${code}: ${fact}. ${cures[code]}`, options);
    this.code = code;
    this.fact = fact;
    this.cure = cures[code];
  }
}
