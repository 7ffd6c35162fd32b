export * from "./errors.ts";
export * from "./messages.ts";
export * from "./read-settings.ts";
export * from "./run-log.ts";
export * from "./safetensors.ts";
export * from "./settings.ts";
export * from "./strategy-settings.ts";
