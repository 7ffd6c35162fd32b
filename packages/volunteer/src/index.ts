export { createLock, type Lock } from "./lock.ts";
export * from "./options.ts";
export * from "./types.ts";
export { createVolunteer } from "./volunteer.ts";
