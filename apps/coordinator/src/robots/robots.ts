// The robots of the room: who they are, and that they come and go with the coordinator. They are known
// before they connect, so nobody else can pass for one.

import { MAX_ROBOTS, SpikefedError, type RobotKind } from "@spikefed/protocol";

import type { Robot } from "./robot.ts";
import { makeRobot } from "./robot.ts";
import { readRobots, writeRobots } from "./robot-file.ts";
import type { Address, RobotThread, StartRobotThread } from "./robot-thread.ts";

/** Times that robots are sent in again after their thread was lost. */
const MAX_LOSSES = 3;

export interface RobotsOptions {
  dataDir: string;
  start: StartRobotThread;
  /** One line for the person at the terminal. */
  say: (line: string) => void;
}

export class Robots {
  readonly #options: RobotsOptions;
  readonly #thread: RobotThread;
  #list: Robot[];
  #address: Address | null = null;
  #losses = 0;
  #isClosed = false;
  /** Additions and removals, one after the other. */
  #last: Promise<void> = Promise.resolve();

  private constructor(options: RobotsOptions, list: Robot[]) {
    this.#options = options;
    this.#list = list;
    this.#thread = options.start({
      onEnded: ({ clientId, why }) => this.#forget(clientId, why),
      onLost: (why) => this.#sendAgain(why),
    });
  }

  /** With those of the data folder. */
  static async open(options: RobotsOptions): Promise<Robots> {
    return new Robots(options, await readRobots(options.dataDir));
  }

  get list(): readonly Robot[] {
    return this.#list;
  }

  /** The robot that has this identity; null for everybody else. */
  find(clientId: string): Robot | null {
    return this.#list.find((robot) => robot.clientId === clientId) ?? null;
  }

  /** The room is open there: robots of before come back. */
  begin(address: Address): void {
    this.#address = address;
    const { length } = this.#list;
    if (length > 0) this.#options.say(`Robots that come back: ${length}.`);
    for (const robot of this.#list) this.#send(robot);
  }

  /** The coordinator shows another certificate from now on (PEM). */
  trust(cert: string): void {
    if (this.#address === null) return;
    this.#address = { ...this.#address, cert };
    if (this.#list.length === 0) return;
    this.#thread.trust(cert).catch((error: Error) => this.#options.say(error.message));
  }

  /**
   * One robot more.
   *
   * @throws {SpikefedError} `room/robots` when there are enough, `room/stopping`, `store/write`
   */
  add(kind: RobotKind): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#list.length >= MAX_ROBOTS) {
        throw new SpikefedError("room/robots", { limit: MAX_ROBOTS });
      }
      const robot = makeRobot(kind, this.#list);
      await this.#keep([...this.#list, robot]);
      this.#send(robot);
    });
  }

  /**
   * The last of those that harm, or of those that do not, leaves.
   *
   * @throws {SpikefedError} `room/no-robot`, `room/stopping`, `store/write`
   */
  remove(harms: boolean): Promise<void> {
    return this.#inTurn(async () => {
      const robot = this.#list.findLast(({ kind }) => (kind !== "honest") === harms);
      if (!robot) throw new SpikefedError("room/no-robot", { kind: harms ? "harms" : "helps" });
      const rest = this.#list.filter((other) => other !== robot);
      await writeRobots(this.#options.dataDir, rest); // a goodbye cannot be taken back
      try {
        await this.#thread.leave(robot.clientId);
      } finally {
        this.#list = rest; // until then it is a robot's goodbye
      }
      await this.#endIfEmpty();
    });
  }

  /** Ends the thread without a word: the places are kept for the next start. */
  async close(): Promise<void> {
    this.#address = null;
    this.#isClosed = true;
    await this.#thread.close();
    await this.#last;
  }

  /** Its executors need memory, which only the thread's end gives back. */
  async #endIfEmpty(): Promise<void> {
    if (this.#list.length === 0) await this.#thread.close();
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#last.then(() => {
      if (this.#isClosed) throw new SpikefedError("room/stopping"); // a call would start a thread
      return work();
    });
    this.#last = done.catch(() => undefined); // told to whoever asked
    return done;
  }

  async #keep(list: Robot[]): Promise<void> {
    await writeRobots(this.#options.dataDir, list);
    this.#list = list;
  }

  #send(robot: Robot): void {
    if (this.#address === null) return;
    this.#thread.join(this.#address, robot).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      if (this.#address !== null) this.#options.say(`${robot.name} did not start: ${why}`);
    });
  }

  /** Its session is over: the host removed it, or it could not go on. */
  #forget(clientId: string, why: string): void {
    const robot = this.find(clientId);
    if (!robot || this.#address === null) return;
    this.#options.say(`${robot.name} is gone: ${why}.`);
    this.#inTurn(async () => {
      await this.#keep(this.#list.filter((other) => other !== robot));
      await this.#endIfEmpty();
    }).catch((error: Error) => this.#options.say(error.message));
  }

  #sendAgain(why: string): void {
    if (this.#address === null) return;
    this.#losses += 1;
    const isOver = this.#losses > MAX_LOSSES;
    this.#options.say(
      `The robots' thread ended: ${why}. ${isOver ? "They stay away until the next start." : "They are sent in again."}`,
    );
    if (!isOver) for (const robot of this.#list) this.#send(robot);
  }
}
