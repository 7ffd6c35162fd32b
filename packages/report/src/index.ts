export { wilson } from "@spikefed/fl-core";
export * from "./statistics.ts";
