// A procedural dataset: coloured shapes on noisy backgrounds, for tests and for a demo without
// network. Pure: the same seed gives the same bytes.

import type { ImageSet } from "./dataset.ts";
import { PIXEL_BYTES } from "./record-format.ts";
import { shapes, type Outline } from "./shape-outlines.ts";

/** Uniform in [0, 2^32). */
type Random = () => number;

type Color = readonly [number, number, number];

const SIDE = 32;
const PLANE = SIDE * SIDE;
/** Least distance of the shape's colour from the background's, in 0..255 RGB. */
const LEAST_CONTRAST = 55;

export const SHAPE_CLASSES: readonly string[] = shapes.map(({ name }) => name);

/**
 * Draws `count` images, as many of each of the ten classes as possible, in random order. Position,
 * size, tilt (up to 15 degrees), colours, contrast, noise and two small distractors are random.
 * @param stream sets drawn with one seed but other streams are independent (0 train, 1 test)
 */
export function drawShapes(seed: number, stream: number, count: number): ImageSet {
  const random = randomFrom(seed, stream);
  const labels = shuffled(
    Uint8Array.from({ length: count }, (_, i) => i % shapes.length),
    random,
  );
  const pixels = new Uint8Array(count * PIXEL_BYTES);
  labels.forEach((label, i) => {
    const outline = shapes[label]?.outline;
    if (outline)
      drawImage(pixels.subarray(i * PIXEL_BYTES, (i + 1) * PIXEL_BYTES), outline, random);
  });
  return { count, labels, pixels };
}

function drawImage(image: Uint8Array, outline: Outline, random: Random): void {
  const background = color(random);
  const coverage = cover(outline, random);
  const slope = { x: between(random, -1.2, 1.2), y: between(random, -1.2, 1.2) };
  const foreground = contrasting(background, random);
  const noise = between(random, 8, 34) / 148; // 148: deviation of `bell`
  for (let channel = 0; channel < 3; channel++) {
    const back = background[channel] ?? 0;
    const fore = foreground[channel] ?? 0;
    for (let p = 0; p < PLANE; p++) {
      const plain = back + slope.x * ((p & 31) - 15.5) + slope.y * ((p >> 5) - 15.5);
      const alpha = coverage[p] ?? 0;
      image[channel * PLANE + p] = byte(plain + alpha * (fore - plain) + noise * bell(random));
    }
  }
  distract(image, random);
  distract(image, random);
}

/** How much of each pixel the shape covers, 0..1: [1024]. */
function cover(outline: Outline, random: Random): Float32Array {
  const radius = between(random, 7, 12.5);
  const slack = 15 - radius;
  const centerX = between(random, 15.5 - slack, 15.5 + slack);
  const centerY = between(random, 15.5 - slack, 15.5 + slack);
  const tilt = between(random, -0.26, 0.26);
  const cos = Math.cos(tilt) / radius;
  const sin = Math.sin(tilt) / radius;
  const coverage = new Float32Array(PLANE);
  for (let p = 0; p < PLANE; p++) {
    const x = (p & 31) - centerX;
    const y = (p >> 5) - centerY;
    const distance = outline(cos * x + sin * y, cos * y - sin * x) * radius;
    coverage[p] = Math.min(1, Math.max(0, 0.5 - distance));
  }
  return coverage;
}

/** A small square of any colour, anywhere. */
function distract(image: Uint8Array, random: Random): void {
  const fill = color(random);
  const size = 2 + (random() % 3);
  const left = random() % (SIDE - size);
  const top = random() % (SIDE - size);
  for (let channel = 0; channel < 3; channel++) {
    for (let y = top; y < top + size; y++) {
      const start = channel * PLANE + y * SIDE + left;
      image.fill(byte(fill[channel] ?? 0), start, start + size);
    }
  }
}

function color(random: Random): Color {
  return [between(random, 20, 235), between(random, 20, 235), between(random, 20, 235)];
}

function contrasting(other: Color, random: Random): Color {
  for (;;) {
    const c = color(random);
    if (Math.hypot(c[0] - other[0], c[1] - other[1], c[2] - other[2]) >= LEAST_CONTRAST) return c;
  }
}

function shuffled(labels: Uint8Array, random: Random): Uint8Array {
  for (let i = labels.length - 1; i > 0; i--) {
    const j = random() % (i + 1);
    const kept = labels[i] ?? 0;
    labels[i] = labels[j] ?? 0;
    labels[j] = kept;
  }
  return labels;
}

function between(random: Random, low: number, high: number): number {
  return low + (high - low) * (random() / 2 ** 32);
}

/** Nearly normal: the sum of four bytes, mean 0, deviation 147.8. */
function bell(random: Random): number {
  const bits = random();
  return (bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24) - 510;
}

function byte(value: number): number {
  return value <= 0 ? 0 : value >= 255 ? 255 : (value + 0.5) | 0;
}

/** The generator sfc32 (Doty-Humphrey, PractRand), started from two words. */
function randomFrom(seed: number, stream: number): Random {
  let a = seed | 0;
  let b = stream | 0;
  let c = 0x9e3779b9 | 0;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 15; i++) next();
  return next;
}
