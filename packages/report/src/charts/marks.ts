// Shapes that tell lines and states apart without colour.

/** Paths around the origin, about 2 r wide. */
const shapes = [
  (r: number) => `M${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`,
  (r: number) => `M${-r} ${-r}h${2 * r}v${2 * r}h${-2 * r}z`,
  (r: number) => `M0 ${-1.2 * r}L${1.2 * r} ${r}H${-1.2 * r}z`,
  (r: number) => `M0 ${-1.4 * r}L${1.4 * r} 0L0 ${1.4 * r}L${-1.4 * r} 0z`,
  (r: number) => `M${-r} ${-0.4 * r}h${2 * r}v${0.8 * r}h${-2 * r}z`,
];

const dashes = ["none", "8 5", "2 5", "12 4 2 4", "5 3"];

/** Disc, square, triangle, diamond, bar. */
export const shapeOf = (line: number, r: number): string => shapes[line % shapes.length]!(r);
/** For `stroke-dasharray`. */
export const dashOf = (line: number): string => dashes[line % dashes.length]!;
