// The outlines of the ten drawn shapes, as distances. Pure.

/**
 * How far the point (u, v) is from the outline: negative inside, about 1 per radius. The shape
 * fits the circle of radius 1; v grows downwards.
 */
export type Outline = (u: number, v: number) => number;

const { abs, atan2, hypot, max, min, PI } = Math;

const box = (u: number, v: number, halfWidth: number, halfHeight: number): number =>
  max(abs(u) - halfWidth, abs(v) - halfHeight);

const square: Outline = (u, v) => box(u, v, 0.75, 0.75);

const bars: Outline = (u, v) =>
  max(abs(u) - 0.85, min(abs(v), abs(v - 0.62), abs(v + 0.62)) - 0.16);

const star: Outline = (u, v) => {
  const turns = atan2(u, -v) / ((2 * PI) / 5) + 5.5;
  const fromTip = abs((turns % 1) - 0.5) * 2; // 0 at a tip, 1 in a notch
  return (hypot(u, v) - (1 - 0.6 * fromTip)) * 0.6;
};

/** By label. */
export const shapes: readonly { name: string; outline: Outline }[] = [
  { name: "circle", outline: (u, v) => hypot(u, v) - 0.85 },
  { name: "square", outline: square },
  { name: "triangle", outline: (u, v) => max(v - 0.5, 0.866 * abs(u) - 0.5 * v - 0.5) },
  { name: "cross", outline: (u, v) => min(box(u, v, 0.9, 0.27), box(u, v, 0.27, 0.9)) },
  { name: "ring", outline: (u, v) => abs(hypot(u, v) - 0.7) - 0.19 },
  { name: "horizontal bars", outline: bars },
  { name: "vertical bars", outline: (u, v) => bars(v, u) },
  { name: "diagonal", outline: (u, v) => max(abs(u - v) * 0.707 - 0.2, abs(u + v) * 0.707 - 1) },
  { name: "dots", outline: (u, v) => hypot(abs(u) - 0.55, abs(v) - 0.55) - 0.3 },
  { name: "star", outline: star },
];
