import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import { watchPath } from "./slow-path.ts";

class Manager extends EventEmitter {
  engine = new EventEmitter();
  /** As after a lost connection: an engine of its own. */
  open() {
    this.engine = new EventEmitter();
    this.emit("open");
  }
}

test("each connection tells whether it came to a WebSocket", () => {
  const manager = new Manager();
  const told: boolean[] = [];
  watchPath(manager, (isSlow) => told.push(isSlow));
  manager.open();
  manager.engine.emit("upgradeError");
  manager.open();
  manager.engine.emit("upgrade");
  expect(told).toEqual([false, true, false, false]);
});
