// One layer's spikes as SVG: it is crisp at any size and takes its colour from the theme.

import {
  drawnCaption,
  fired,
  layerCaption,
  layerSentence,
  mostActiveSentence,
  silentSentence,
  type TraceLayer,
} from "../state/spike-words.ts";

export interface SpikeRasterProps {
  layer: TraceLayer;
  timesteps: number;
}

export function SpikeRaster({ layer, timesteps }: SpikeRasterProps) {
  const words = layerSentence(layer, timesteps);
  return (
    <figure class="raster">
      <figcaption class="raster-name">{layer.name}</figcaption>
      <svg
        viewBox={`0 0 ${timesteps} ${layer.sampled}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${layer.name}: ${words} ${sampleSentence(layer, timesteps)}`}
      >
        <path d={marks(layer, timesteps)} />
      </svg>
      <p class="quiet">{layerCaption(layer, timesteps)}</p>
      <p class="quiet">{drawnCaption(layer)}</p>
    </figure>
  );
}

const sampleSentence = (layer: TraceLayer, timesteps: number) =>
  `${silentSentence(layer, timesteps)} ${mostActiveSentence(layer, timesteps)}`.trim();

/** A bar per spike, a row per neuron, a column per step. */
function marks(layer: TraceLayer, timesteps: number): string {
  let path = "";
  for (let neuron = 0; neuron < layer.sampled; neuron++) {
    for (let step = 0; step < timesteps; step++) {
      if (fired(layer, neuron, step, timesteps))
        path += `M${step + 0.08} ${neuron + 0.12}h.84v.76h-.84z`;
    }
  }
  return path;
}
