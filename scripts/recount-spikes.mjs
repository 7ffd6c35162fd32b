// node scripts/recount-spikes.mjs RUN_FOLDER: counts the spikes of a simulated run again and works
// out firing rates and energy from them. Nothing of the project's code runs here: it is the check of
// it. Needs a run made with `npm run simulate -- ... --save-spikes`.
//
// Exit code 0: figures.json and energy.json say the same to 1 %; 1: it does not; 2: something cannot
// be read, or there are no spikes.
import { readFileSync } from "node:fs";
import path from "node:path";

const folder = process.argv[2];
if (!folder) fail("give the folder of a run");
const figures = JSON.parse(read("figures.json").toString("utf8"));
const estimate = JSON.parse(read("energy.json").toString("utf8"));
const spikes = tensorsOf(read("spikes.safetensors"));
const weights = tensorsOf(read("model.safetensors"));

if (spikes.size === 0) fail("the network of this run has no spikes to count: it is an ANN");

const rates = countRates();
const energy = countEnergy();
const rows = [...rateRows(), ...energyRows()];
const worst = Math.max(...rows.map(([, counted, told]) => difference(counted, told)));
for (const [what, counted, told] of rows) {
  console.log(`${what.padEnd(34)} counted ${show(counted)}   told ${show(told)}`);
}
console.log(`largest difference: ${(100 * worst).toFixed(4)} %`);
process.exit(worst <= 0.01 ? 0 : 1);

function read(name) {
  try {
    return readFileSync(path.join(folder, name));
  } catch (error) {
    return fail(`${name}: ${error.message}`);
  }
}

function fail(why) {
  console.error(`recount-spikes: ${why}`);
  process.exit(2);
}

/** Name to shape and bytes of a safetensors file. */
function tensorsOf(bytes) {
  const length = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.subarray(8, 8 + length).toString("utf8"));
  delete header.__metadata__;
  return new Map(
    Object.entries(header).map(
      ([
        name,
        {
          shape,
          data_offsets: [from, to],
        },
      ]) => [name, { shape, data: bytes.subarray(8 + length + from, 8 + length + to) }],
    ),
  );
}

/** Spikes per neuron at each step, by block (and "input"): over all pictures that were kept. */
function countRates() {
  const sums = new Map();
  for (const [name, { shape, data }] of spikes) {
    const block = name.split(".")[1];
    const [steps, pictures, neurons] = shape;
    const sum = sums.get(block) ?? { fired: new Array(steps).fill(0), cells: 0, neurons };
    for (let i = 0; i < data.length; i++)
      if (data[i] !== 0) sum.fired[Math.floor(i / (pictures * neurons))]++;
    sum.cells += pictures * neurons;
    sums.set(block, sum);
  }
  const perStep = ({ fired, cells, neurons }) => ({
    perStep: fired.map((n) => n / cells),
    neurons,
  });
  return new Map([...sums].map(([block, sum]) => [block, perStep(sum)]));
}

/**
 * Picojoules of a picture: each spike adds a weight for every connection that it has, an analog input
 * multiplies at every step. A map's side follows from its neurons; spikes are counted before a pooling.
 */
function countEnergy() {
  const T = [...rates.values()][0].perStep.length;
  const layers = [...weights]
    .filter(([name]) => name.endsWith(".weight"))
    .map(([name, { shape }]) => ({ block: Number(name.split(".")[0]), shape }))
    .sort((a, b) => a.block - b.block);
  let additions = 0;
  let multiplyAdds = 0;
  let twin = 0;
  for (const [i, { block, shape }] of layers.entries()) {
    const [out, ins, k = 1] = shape;
    const before = i === 0 ? rates.get("input") : rates.get(String(layers[i - 1].block));
    const own = rates.get(String(block));
    // A convolution keeps its map: as many places as it has neurons a channel.
    const places = shape.length === 4 ? own.neurons / out : 1;
    const macs = places * k * k * ins * out;
    twin += macs;
    if (!before) {
      multiplyAdds += T * macs;
      continue;
    }
    const fired = before.perStep.reduce((sum, rate) => sum + rate * before.neurons, 0);
    additions += fired * k * k * out;
  }
  const pj = (mac, ac) => ({ snn: multiplyAdds * mac + additions * ac, twin: twin * mac });
  return { float32: pj(4.6, 0.9), int32: pj(3.2, 0.1), additions };
}

function rateRows() {
  const told = figures.spikeRates.flatMap(({ block, perStep }) =>
    perStep.map((rate, t) => [
      `block ${block}, step ${t + 1}`,
      rates.get(String(block)).perStep[t],
      rate,
    ]),
  );
  const input = rates.get("input");
  if (!input) return told;
  const mean = input.perStep.reduce((sum, rate) => sum + rate, 0) / input.perStep.length;
  return [...told, ["input", mean, figures.inputRate]];
}

function energyRows() {
  return estimate.totals.flatMap(({ arithmetic: { name }, snnPj, twinPj }) => [
    [`energy, ${name}, pJ`, energy[name].snn, snnPj],
    [`energy of the twin, ${name}, pJ`, energy[name].twin, twinPj],
  ]);
}

function difference(counted, told) {
  if (typeof told !== "number" || !Number.isFinite(told)) return Infinity;
  return counted === told
    ? 0
    : Math.abs(counted - told) / Math.max(Math.abs(counted), Math.abs(told));
}

function show(value) {
  return typeof value === "number" ? value.toPrecision(6).padStart(12) : "missing";
}
