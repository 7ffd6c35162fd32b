// The networks a host can choose: size, and for whom.

import type { PresetName } from "@spikefed/protocol";

export const presetWords: Record<PresetName, { title: string; help: string }> = {
  s4: {
    title: "s4: three layers",
    help: "The smallest; 4 steps. For phones, processors and a first try of a minute a round or less.",
  },
  s5: {
    title: "s5: five layers",
    help: "Small; 4 steps. For laptops and a class: the usual choice.",
  },
  vgg9: {
    title: "vgg9: the paper's network",
    help: "Large; 20 steps, Poisson coding. For graphics chips with patience: minutes a round.",
  },
  "vgg9-direct": {
    title: "vgg9-direct: the large net, short",
    help: "Large; 4 steps, direct coding. For graphics chips: about five times faster than vgg9.",
  },
};
