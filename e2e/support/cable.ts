// The way from one tab to the coordinator, to be cut and mended.
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

export interface Cable {
  /** Leads to the coordinator while the cable is whole. */
  origin: string;
  /** Ends every connection, and each new one at once. */
  cut: () => void;
  mend: () => void;
  dispose: () => void;
}

export async function layCable(origin: string): Promise<Cable> {
  const port = Number(new URL(origin).port);
  const open = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) return void near.destroy();
    const far = connect(port, "127.0.0.1");
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from);
      from.pipe(to);
      from.once("close", () => open.delete(from) && to.destroy());
      from.on("error", () => from.destroy()); // the other side is gone, as it is when it is cut
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const end = () => open.forEach((socket) => socket.destroy());
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    cut: () => {
      isCut = true;
      end();
    },
    mend: () => (isCut = false),
    dispose: () => {
      server.close();
      end();
    },
  };
}
