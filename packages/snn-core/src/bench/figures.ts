// Public face of a benchmark's figures: reports, their words, the plot. No device and no tfjs
// behind it, so that a page can draw what its worker measures.

export type { Ceiling } from "./ceiling.ts";
export type { DeviceFacts } from "./device-facts.ts";
export type { TriedVariant, TuningReport } from "../engine/tuner/tuning-report.ts";
export type { Spread } from "./paired.ts";
export {
  type BenchEvent,
  type BenchPhase,
  type BenchReport,
  type FallbackRow,
  type KernelRow,
  type StepRow,
  type TfjsStep,
  withEvent,
} from "./report.ts";
export {
  ceilingLines,
  digits,
  evaluationLines,
  fallbackLines,
  kernelLines,
  megabytesText,
  percentText,
  spreadText,
  stepLines,
  tuningLines,
} from "./report-text.ts";
export {
  type MarkKind,
  type RooflineFrame,
  rooflineFrame,
  rooflineLimit,
  type RooflinePoint,
  rooflinePoints,
  shownTicks,
} from "./roofline.ts";
export { markNames, markPath, rooflineSvg } from "./roofline-svg.ts";
