import { useRef } from "preact/hooks";
import { t } from "../../i18n/en/explain.ts";
import { type NeuronTrace, STEPS_ON } from "../../state/neuron-trace.ts";
import { useSize } from "../../ui/use-size.ts";

export interface NeuronDrawingProps {
  trace: NeuronTrace;
  threshold: number;
  /** What is drawn, in words. */
  words: string;
}

const TEXT = 16;
/** Top of the axis, in thresholds. */
const MOST = 2;

/** Spikes on top, the membrane against its threshold, and below it when current flows. */
export function NeuronDrawing({ trace, threshold, words }: NeuronDrawingProps) {
  const box = useRef<HTMLDivElement>(null);
  const size = useSize(box);
  return (
    <div class="neuron-drawing" ref={box} role="img" aria-label={words}>
      {size === null || size.width < 40 ? null : (
        <Lines {...{ trace, threshold }} width={size.width} height={size.height} />
      )}
    </div>
  );
}

interface LinesProps {
  trace: NeuronTrace;
  threshold: number;
  width: number;
  height: number;
}

function Lines({ trace, threshold, width, height }: LinesProps) {
  const steps = trace.membrane.length;
  const x = (step: number) => 8 + ((width - 16) * step) / steps;
  const [top, bottom] = [64, height - 40];
  const y = (charge: number) =>
    bottom - ((bottom - top) * Math.min(charge, MOST * threshold)) / (MOST * threshold);
  return (
    <svg width={width} height={height} font-size={TEXT} aria-hidden="true">
      <text class="tick" x="8" y={TEXT}>
        {t("spikes")}
      </text>
      {trace.spikes.map((step) => (
        <line key={step} class="spike" x1={x(step)} x2={x(step)} y1={TEXT + 8} y2={48} />
      ))}
      <line class="threshold" x1={x(0)} x2={x(steps)} y1={y(threshold)} y2={y(threshold)} />
      <polyline class="membrane" points={membranePoints(trace, x, y)} />
      <text class="tick" x={x(steps)} y={y(threshold) - 6} text-anchor="end">
        {t("threshold")}
      </text>
      <line class="current" x1={x(0)} x2={x(STEPS_ON)} y1={bottom + 8} y2={bottom + 8} />
      <text class="tick" x={x(0)} y={bottom + 12 + TEXT}>
        {t("currentOn")}
      </text>
      <text class="tick" x={x(steps)} y={bottom + 12 + TEXT} text-anchor="end">
        {t("off")}
      </text>
    </svg>
  );
}

/** Up to the charge of each step, then straight down to what a spike leaves of it. */
function membranePoints(
  { membrane, rest }: NeuronTrace,
  x: (step: number) => number,
  y: (charge: number) => number,
): string {
  const points = membrane.flatMap((charge, at) =>
    [charge, rest[at] ?? charge].map((value) => `${x(at + 1).toFixed(1)},${y(value).toFixed(1)}`),
  );
  return [`${x(0)},${y(0)}`, ...points].join(" ");
}
