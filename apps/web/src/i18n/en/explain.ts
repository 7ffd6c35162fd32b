// The article with its figures, and the glossary.

import { translator } from "../translator.ts";

export const explain = {
  page: "How it works",
  title: "What is a spiking network, what is federated learning",
  lead: "Three figures. Each runs the code of a room, on this page alone.",
  takePart: "Take part",
  table: "Table of these numbers",
  step: "Step",

  neuronTitle: "A neuron fires or is silent",
  neuronText:
    "An ordinary network passes numbers on. A spiking one passes spikes. A neuron gathers current in its membrane and leaks a little at every step. Above the threshold it fires, and the threshold is taken off its charge. Push it.",
  current: "Current pushed in",
  kept: "Charge kept from step to step",
  spikes: "spikes",
  threshold: "threshold",
  currentOn: "current on",
  off: "off",
  idle: "No current, no charge: the neuron stays silent.",
  leaking:
    "A current of {current} for {steps} steps never fires it: the membrane leaks as much as it gets before it reaches the threshold.",
  everyStep:
    "A current of {current} for {steps} steps fires it at every step: it cannot go faster.",
  firing: {
    one: "A current of {current} for {steps} steps fires it once, at step {first}.",
    other:
      "A current of {current} for {steps} steps fires it {count} times, first at step {first}.",
  },
  neuronTable: "The neuron, step by step",
  columnCurrent: "Current",
  columnMembrane: "Membrane",
  columnSpike: "Spike",
  yes: "yes",
  no: "no",

  codingTitle: "A picture becomes input over time",
  codingText:
    "Neurons live in time, a picture does not. So it is shown for several steps: with direct coding as it is, with Poisson coding as spikes that are drawn by chance, more often where the picture is bright or dark. Over many steps their mean looks like the picture again.",
  loadingPictures: "Loading three drawn pictures.",
  picturesFailed: "The drawn pictures did not arrive. Load the page again.",
  picture: "Picture",
  circle: "circle",
  triangle: "triangle",
  star: "star",
  coding: "Coding",
  direct: "Direct",
  poisson: "Poisson",
  stepOf: "{step} of {steps}",
  thePicture: "the picture",
  inputOf: "input of step {step}",
  meanOf: { one: "mean of {count} step", other: "mean of {count} steps" },
  shownPicture: "{name}, {what}",
  drawAgain: "Draw the spikes again",
  directSentence:
    "Step {step}: all {values} values go in as they are, at every step the same. The first layer's neurons make spikes of them.",
  poissonSentence:
    "Step {step}: {sent} of {values} values send a spike ({share}). Bright ones send plus, dark ones minus, grey ones hardly any.",

  averagingTitle: "Many copies become one model",
  averagingText:
    "In federated learning the model travels and the pictures stay. Everyone trains a copy, sends what changed, and the copies are averaged. Here a model is two numbers, a place on a map. Each client's pictures ask for another place. How a copy trains is made up; the averaging is the one that a room uses.",
  picturesOf: "Pictures of client {client}",
  nonsense: "Client 3 sends nonsense",
  median: "Median instead of mean",
  train: "Train each copy",
  average: "Average the copies",
  again: "Start again",
  copiesTrained: {
    one: "{count} copy is trained, on its own pictures. Average it.",
    other: "{count} copies are trained, each on its own pictures. Average them.",
  },
  allAlike: "All three begin with the same model. Let them train.",
  roundsDone: {
    one: "{count} round done. Every client gets the new average, and trains again.",
    other: "{count} rounds done. Every client gets the new average, and trains again.",
  },
  map: "A map with three places that clients ask for, the model at {x}, {y}, and {copies} trained copies.",
  placeTable: "Places on the map",
  who: "Who",
  pictures: "Pictures",
  asks: "Its pictures ask for",
  copy: "Its copy",
  client: "Client {client}",
  theModel: "The model",
  none: "none",
  theAverage: "the average",
  asModel: "as the model",

  whatMeans: "What does “{word}” mean?",
  words: "Words",
  wordNeuron: "Neuron",
  lineNeuron: "A small unit that gathers current and sometimes fires.",
  wordSpike: "Spike",
  lineSpike: "What a neuron sends when it fires: one yes, nothing else.",
  wordMembrane: "Membrane",
  lineMembrane: "The charge that a neuron has gathered so far.",
  wordThreshold: "Threshold",
  lineThreshold: "The charge above which a neuron fires.",
  wordLeak: "Leak",
  lineLeak: "The part of its charge that a neuron loses at every step.",
  wordStep: "Step",
  lineStep: "One tick of time; each picture is shown for several.",
  wordCoding: "Coding",
  lineCoding: "How the brightness of a picture becomes input over time.",
  wordRaster: "Raster",
  lineRaster: "A drawing of spikes: a row for each neuron, time to the right.",
  wordRound: "Round",
  lineRound: "Everyone trains a copy, sends what changed, and it is averaged.",
  wordUpdate: "Update",
  lineUpdate: "What changed in one copy; it travels, the pictures stay.",
  wordGroup: "Group model",
  lineGroup: "The average of the copies: the one that is tested.",
  wordHeldOut: "Held-out pictures",
  lineHeldOut: "Pictures that nobody trained on, to test with.",

  waiting: "While you wait: what is a spike?",
  waitingText: "A neuron gathers current, leaks a little, and fires above its threshold. Push it.",
  howItWorks: "How all of it works",
} as const;

export const { t, rich } = translator("explain", explain);
