// A run on disk: its folder, its log, its models and updates. Nothing here knows of rooms or sockets.

export {
  checkUpdate,
  forgetUpdates,
  isIntact,
  moveUpdate,
  readIntact,
  sha256Of,
  writeModel,
  type CheckInput,
  type ModelShape,
} from "./aggregation.ts";
export { auditRun, type AuditOptions, type AuditReport } from "./audit/audit-run.ts";
export { runFiles, type Finding, type RunFiles } from "./audit/run-files.ts";
export {
  average,
  nextModel,
  type AverageInput,
  type AverageOutput,
  type UpdateFile,
} from "./average.ts";
export { withoutTrailer, withTrailer } from "./checked-bytes.ts";
export { isFull, writeDurably, writeError } from "./durable-file.ts";
export { figuresFile, readKeptFigures, writeKeptFigures } from "./figures-file.ts";
export { lockFolder, type FolderLock } from "./folder-lock.ts";
export { keepBlobs } from "./keep-blobs.ts";
export { readFirst, readLog, type SavedLog } from "./read-log.ts";
export { openRecordBook, RecordBook, type RecordBookOptions } from "./record-book.ts";
export { openRecordKey, verifySignature, type RecordKey } from "./record-key.ts";
export { lineEnd, toldRecords } from "./record-lines.ts";
export {
  blobPath,
  currentRun,
  isHash,
  makeRunFolder,
  runFolder,
  serverStatePath,
  setCurrentRun,
  updatePath,
  type RunFolder,
} from "./run-folder.ts";
export type { CountInput } from "./round-tally.ts";
export { openRunLog, type OpenedLog, type RunLog, type RunLogOptions } from "./run-log.ts";
export { openSavedRun, settleUpdates, type SavedRun } from "./saved-run.ts";
export { keptUpdates } from "./sweep-updates.ts";
export { UpdateDesk } from "./update-desk.ts";
