export * from "./device/options.ts";
export { prepareDevice } from "./device/prepare-device.ts";
export { connecting } from "./connecting.ts";
export { createLock, type Lock } from "./lock.ts";
export * from "./options.ts";
export {
  type CaseCheck,
  checkCase,
  relativeError,
  type TensorError,
} from "./self-test/check-case.ts";
export { type GoldenCase, readGoldenCase } from "./self-test/golden-case.ts";
export { SELF_TEST_CASES } from "./self-test/self-test.ts";
export { createSharedTrainer } from "./shared-executor.ts";
export * from "./types.ts";
export { keySigner, makeKeyPair, signatureCheck } from "./signatures.ts";
export { createVolunteer } from "./volunteer.ts";
