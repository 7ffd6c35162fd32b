// What tfjs has for the products of a layer: its convolutions, or matrix products where the layer is
// fully connected.

import * as tf from "@tensorflow/tfjs-core";

export type MapShape = [number, number, number, number];

/** The three products of a layer on maps `[frames, H, W, channels]` and a filter `[k, k, from, to]`. */
export interface ConvBaseline {
  /** What each is called in a report. */
  names: Record<"forward" | "input" | "filter", string>;
  forward(x: tf.Tensor4D, filter: tf.Tensor4D): tf.Tensor;
  /** Gradient of the input, of `shape`. */
  input(dy: tf.Tensor4D, filter: tf.Tensor4D, shape: MapShape): tf.Tensor;
  /** Gradient of the filter, of `shape`. */
  filter(x: tf.Tensor4D, dy: tf.Tensor4D, shape: MapShape): tf.Tensor;
}

const attributes = { strides: [1, 1], pad: "same", dataFormat: "NHWC" };

export const tfjsConvolution: ConvBaseline = {
  names: {
    forward: "tf.conv2d on unpacked spikes",
    input: "tfjs Conv2DBackpropInput",
    filter: "tfjs Conv2DBackpropFilter",
  },
  forward: (x, filter) => tf.conv2d(x, filter, 1, "same"),
  input: (dy, filter, inputShape) =>
    tf.engine().runKernel("Conv2DBackpropInput", { dy, filter }, { ...attributes, inputShape }),
  filter: (x, dy, filterShape) =>
    tf.engine().runKernel("Conv2DBackpropFilter", { x, dy }, { ...attributes, filterShape }),
};

/** Rows of channels: of a filter of one pixel, its matrix. */
const rows = (x: tf.Tensor4D): tf.Tensor2D => tf.reshape(x, [-1, x.shape[3]]);

export const tfjsMatrices: ConvBaseline = {
  names: {
    forward: "tf.matMul on unpacked spikes",
    input: "tf.matMul",
    filter: "tf.matMul on unpacked spikes",
  },
  forward: (x, filter) => tf.matMul(rows(x), rows(filter)),
  input: (dy, filter) => tf.matMul(rows(dy), rows(filter), false, true),
  filter: (x, dy) => tf.matMul(rows(x), rows(dy), true, false),
};
