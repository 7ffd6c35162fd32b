// Turns of the event loop between two batches. On the processor a batch is one long computation and
// its promises settle without ever leaving the loop: without a break the socket would starve, its
// heartbeat stop, and the coordinator take this volunteer for gone.

/** Share of a batch's time: an upload or a reconnect beside the work needs several turns. */
const SHARE = 0.02;

/** Lets messages, sockets and timers be served: once, and for 2 % of what the batch took. */
export async function breathe(clock: () => number, batchMs: number): Promise<void> {
  const startMs = clock();
  do await oneTurn();
  while (clock() - startMs < SHARE * batchMs);
}

/** No timer: those stop in hidden pages. */
function oneTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
