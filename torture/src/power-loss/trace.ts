// What a coordinator asked of the disk, in order, as `record-fs.mjs` wrote it down. Paths are
// relative to the data folder.

export type TraceEntry = { atMs: number } & (
  | { op: "open"; id: string; path: string; created: boolean; cut: boolean; append: boolean }
  /** `at` null: from the start of the file, or at its end where it was opened to append. */
  | { op: "write"; id: string; at: number | null; data: string }
  | { op: "truncate"; path: string; length: number }
  | { op: "rename"; path: string; to: string }
  | { op: "remove"; path: string }
  | { op: "mkdir"; path: string }
  | { op: "sync-begin"; call: string; id?: string; folder?: string }
  | { op: "sync-end"; call: string }
);

export function readTrace(text: string): TraceEntry[] {
  const lines = text.split("\n");
  lines.pop(); // what follows the last line end
  return lines.map((line) => JSON.parse(line) as TraceEntry);
}
