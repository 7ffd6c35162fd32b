// Asked to stop: what is on its way may arrive, then everything is closed. Asked twice: at once.

export interface Stoppable {
  drain(waitMs: number): Promise<void>;
  close(): Promise<void>;
}

export interface StopOptions {
  drainMs: number;
  /** Everything is closed, just before the end. */
  onStopped: () => void;
  /** Ends the process. */
  exit: (code: number) => void;
  onFail: (error: unknown) => void;
}

/** @returns what each signal calls */
export function stopper(
  running: Stoppable,
  { drainMs, onStopped, exit, onFail }: StopOptions,
): () => void {
  let isStopping = false;
  return () => {
    if (isStopping) return exit(130);
    isStopping = true;
    const stop = async () => {
      await running.drain(drainMs);
      await running.close();
      onStopped();
      exit(0);
    };
    stop().catch(onFail);
  };
}
