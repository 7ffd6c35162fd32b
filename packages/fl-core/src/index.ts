export { createStrategy } from "./aggregate/create-strategy.ts";
export * from "./aggregate/fed-avg.ts";
export { proximal } from "./aggregate/fed-prox.ts";
export { readServerState, type ServerState, writeServerState } from "./aggregate/server-state.ts";
export type {
  AggregateInput,
  AggregateNotes,
  AggregateOutput,
  ClientUpdate,
  RoundSum,
  Strategy,
} from "./aggregate/strategy.ts";
export * from "./lesson/reveal.ts";
export { stepBuffer } from "./buffer/machine.ts";
export { bufferRules } from "./buffer/rules.ts";
export { initialBuffer, stalenessIn } from "./buffer/state.ts";
export * from "./buffer/types.ts";
export { workTimeMs } from "./buffer/work-time.ts";
export * from "./partition/dirichlet.ts";
export * from "./partition/fedsnn-dirichlet.ts";
export * from "./partition/iid.ts";
export * from "./partition/partition.ts";
export * from "./partition/pathological.ts";
export {
  labelCounts,
  type LabelOptions,
  type PartitionOptions,
  type ShardPlan,
} from "./partition/plan.ts";
export * from "./partition/shard.ts";
export { sample, shuffle } from "./random/choice.ts";
export { below, createRandom, uniform, type Random } from "./random/generator.ts";
export * from "./round/learning-rate.ts";
export * from "./round/fitting-work.ts";
export * from "./round/local-work.ts";
export * from "./record/chain.ts";
export * from "./record/round-record.ts";
export * from "./round/deciding-accuracy.ts";
export { nextToOpen } from "./round/adjust.ts";
export { droppableRound } from "./round/drop.ts";
export { aggregatedLine } from "./round/aggregated-line.ts";
export { logLine, type Told } from "./round/log-line.ts";
export { step } from "./round/machine.ts";
export { restoreRound, type SavedRound } from "./round/restore.ts";
export { savedRound } from "./round/saved-round.ts";
export { rulesOf } from "./round/rules.ts";
export { nextTickMs } from "./round/next-tick.ts";
export { initialRound } from "./round/state.ts";
export type { Judged, Standing } from "./round/standing.ts";
export * from "./round/types.ts";
export * from "./run-log/asked.ts";
export * from "./run-log/figures.ts";
export * from "./run-log/fold.ts";
export * from "./run-log/model-name.ts";
export * from "./run-log/sentence.ts";
export * from "./run-log/standing-round.ts";
export * from "./run-log/view.ts";
export { BufferScheduler } from "./scheduler/buffer-scheduler.ts";
export { RoundScheduler } from "./scheduler/round-scheduler.ts";
export { savedScheduler } from "./scheduler/saved-scheduler.ts";
export * from "./scheduler/scheduler.ts";
export * from "./update/attack.ts";
export * from "./update/gradient-noise.ts";
export * from "./update/local-norm.ts";
export * from "./update/model-deviation.ts";
export * from "./update/read-update.ts";
export * from "./update/slot.ts";
export * from "./update/write-update.ts";
