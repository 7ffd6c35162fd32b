// Public face of snn-core: models as data, executors, local training, evaluation.

/// <reference types="@webgpu/types" preserve="true" />

export { encodeBatch, labelsOf } from "./data/encode.ts";
export { labelledImages, planesOfRgba } from "./data/images.ts";
export { partOf } from "./data/part.ts";
export { type LabelledImages, PIXEL_BYTES, readShard } from "./data/shard.ts";
export {
  createEngine,
  type DispatchTime,
  type Engine,
  type EngineOptions,
} from "./engine/engine.ts";
export { memoryNeeded, type MemoryNeed, type MemoryQuestion } from "./engine/memory-needed.ts";
export type { MemoryLimits } from "./engine/plan/memory.ts";
export { plainTuning, type Tuning, withFirst } from "./engine/plan/tuning.ts";
export { PATIENT_TUNING_MS, type TuneOptions, tuneEngine } from "./engine/tuner/tuner.ts";
export {
  completedReport,
  readTuning,
  type TriedVariant,
  type TuningReport,
} from "./engine/tuner/tuning-report.ts";
export { type Arithmetic, type ArithmeticName, arithmetics } from "./energy/arithmetic.ts";
export { type EnergyWords, energyWords } from "./energy/energy-words.ts";
export {
  type EnergyEstimate,
  energyEstimate,
  type EnergyTotal,
  type LayerEnergy,
  type SpikeActivity,
} from "./energy/estimate.ts";
export { SnnError, type SnnErrorCode } from "./errors.ts";
export {
  installFastGradients,
  uninstallFastGradients,
} from "./executors/kernels/tfjs-gradients.ts";
export { activateBackend, gpuDevice, setWasmFiles, webgpuAdapter } from "./gpu/backend.ts";
export { type ModelChoice, modelOf } from "./model/choose-model.ts";
export { initState } from "./model/init.ts";
export {
  type StateEntry,
  type StateKind,
  type StateLayout,
  stateLayout,
  stateTensors,
} from "./model/layout.ts";
export { preset, type PresetName, presetNames } from "./model/presets.ts";
export { type Feature, featureShapes } from "./model/shapes.ts";
export type {
  Activation,
  AdamOptions,
  Block,
  Init,
  ModelSpec,
  Norm,
  OptimizerKind,
  OptimizerOptions,
  SgdOptions,
} from "./model/spec.ts";
export { annTwin, twinState } from "./model/twin.ts";
export { type Lessons, twinEpochs } from "./train/ann-teacher.ts";
export { createExecutor } from "./train/create-executor.ts";
export type {
  BackendName,
  Batch,
  EncodedBatch,
  Executor,
  ExecutorName,
  PickedBatch,
  StepResult,
} from "./train/executor.ts";
export { type DeviceProbe, probeDevice } from "./gpu/probe.ts";
export {
  chooseExecutor,
  type ExecutorChoice,
  type ExecutorReason,
} from "./train/choose-executor.ts";
export { type LossChoice, lossFor } from "./train/choose-loss.ts";
export { lossOf, type LossInputs } from "./train/loss.ts";
export type {
  DistillationOptions,
  FedLecOptions,
  LossOptions,
  StepLoss,
} from "./train/loss-options.ts";
export {
  canLearnBy,
  type ProxyRule,
  type RuleChoice,
  type RuleKind,
  type StepRule,
  type TandemRule,
} from "./train/local-rule.ts";
export {
  teach,
  teacherLogits,
  type Taught,
  type TeacherOptions,
  type TeachOptions,
} from "./train/teacher.ts";
export { confusionRows, evaluateModel, type Evaluation } from "./train/evaluate.ts";
export {
  firingRates,
  type FiringRates,
  TRACED_PICTURES,
  tracedBatches,
} from "./train/firing-rates.ts";
export { type ImageTrace, traceImage } from "./train/trace-image.ts";
export type { EpochOptions, TrainMetrics, TrainSummary } from "./train/epochs.ts";
export { trainRound, type TrainOptions } from "./train/train-round.ts";
export { mix32, shuffled, subSeed, uniformAt } from "./random/counter.ts";
