// Drawn pictures for steps that are timed or checked: a disc or a square of one colour on another.
// Integers and a counter only, so that every device draws the same bytes.

import type { LabelledImages } from "../data/shard.ts";
import { PIXEL_BYTES } from "../data/shard.ts";
import { subSeed, uniformAt } from "../random/counter.ts";

const SIDE = 32;
const CLASSES = 10;

/** Labels go round; the label decides shape and colour, `seed` the rest. */
export function drawnPictures(count: number, seed: number): LabelledImages {
  const labels = Uint8Array.from({ length: count }, (_, i) => i % CLASSES);
  const pixels = new Uint8Array(count * PIXEL_BYTES);
  for (let i = 0; i < count; i++) {
    draw(pixels.subarray(i * PIXEL_BYTES, (i + 1) * PIXEL_BYTES), i % CLASSES, subSeed(seed, i));
  }
  return { count, labels, pixels };
}

/** Writes one picture, `[3, 32, 32]`. */
function draw(target: Uint8Array, label: number, seed: number): void {
  const below = (limit: number, position: number) => Math.floor(limit * uniformAt(seed, position));
  const radius = 5 + below(6, 0);
  const [middleX, middleY] = [11 + below(10, 1), 11 + below(10, 2)];
  for (let c = 0; c < 3; c++) {
    const ground = below(110, 3 + c);
    const colour = 110 + ((label * 47 + c * 83) % 120);
    for (let i = 0; i < SIDE * SIDE; i++) {
      const [dx, dy] = [(i % SIDE) - middleX, Math.floor(i / SIDE) - middleY];
      const isDisc = label % 2 === 0;
      const inside = isDisc
        ? dx * dx + dy * dy <= radius * radius
        : Math.max(Math.abs(dx), Math.abs(dy)) <= radius;
      const grain = below(26, 6 + c * SIDE * SIDE + i);
      target[c * SIDE * SIDE + i] = (inside ? colour : ground) + grain;
    }
  }
}
