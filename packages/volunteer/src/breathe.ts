// A turn of the event loop between two batches. On the processor a batch is one long computation and
// its promises settle without ever leaving the loop: without a break the socket would starve, its
// heartbeat stop, and the coordinator take this volunteer for gone.

/** Lets messages, sockets and timers be served once. No timer: those stop in hidden pages. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
