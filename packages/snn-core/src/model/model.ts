// The model as data, without what trains it: for programs that must start quickly.

export { type ModelChoice, modelOf } from "./choose-model.ts";
export { initState } from "./init.ts";
export { stateLayout } from "./layout.ts";
