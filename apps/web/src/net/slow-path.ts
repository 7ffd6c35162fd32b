// Where WebSockets are refused, a connection stays on long polling: everything comes, only later.

/** The part of an Engine.IO connection that tells how it goes. */
interface Path {
  once: (event: "upgrade" | "upgradeError", listener: () => void) => unknown;
}

/** The part of a Socket.IO manager that this needs: each connection has an engine of its own. */
export interface Paths {
  on: (event: "open", listener: () => void) => unknown;
  readonly engine: Path;
}

/** @param tell whether the connection that is open now has to do without a WebSocket */
export function watchPath(paths: Paths, tell: (isSlow: boolean) => void): void {
  paths.on("open", () => {
    tell(false); // what became of the last one says nothing of this
    paths.engine.once("upgrade", () => tell(false));
    paths.engine.once("upgradeError", () => tell(true));
  });
}
