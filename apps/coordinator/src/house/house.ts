// The rooms of one coordinator. Which of them somebody means is decided here alone: for a connection by
// its first hello, for HTTP by the prefix `/r/CODE`.

import { SpikefedError, type ChallengeAnswer, type ClientMessage } from "@spikefed/protocol";

import { Doorkeeper } from "../room/doorkeeper.ts";
import { Introductions } from "../room/introductions.ts";
import type { Link } from "../room/link.ts";
import type { HouseRoom } from "./house-room.ts";
import { WrongCodes } from "./wrong-codes.ts";

type Hello = ClientMessage<"hello">;

export class House {
  readonly #rooms: HouseRoom[] = [];
  /** Codes of rooms that could not be opened, as far as they can be read. */
  readonly #unopened: (string | null)[] = [];
  readonly #wrongCodes: WrongCodes;
  readonly #now: () => number;
  #introductions: Introductions | null = null;

  /** @param now milliseconds of a clock that does not jump back */
  constructor(now: () => number) {
    this.#wrongCodes = new WrongCodes(now);
    this.#now = now;
  }

  add(room: HouseRoom): void {
    this.#rooms.push(room);
  }

  /** A room that could not be opened: the others are open. @param code null: nobody knows it */
  leaveOut(code: string | null): void {
    this.#unopened.push(code);
  }

  get hasUnopened(): boolean {
    return this.#unopened.length > 0;
  }

  /** There is one alone, which need not be named. */
  get isOne(): boolean {
    return this.#rooms.length + this.#unopened.length === 1;
  }

  /** Those that are open, in the order of their names. */
  get rooms(): readonly HouseRoom[] {
    return this.#rooms;
  }

  /** What the next hello on a connection signs. */
  challenge(link: Link): ChallengeAnswer {
    return this.#desk().challenge(link);
  }

  /**
   * The key that has signed a volunteer's hello; null: none.
   *
   * @throws {SpikefedError} `room/proof`, `room/too-many-joins`
   */
  keyOf(link: Link, hello: Hello): string | null {
    return hello.role === "volunteer" ? this.#desk().keyOf(link, hello) : null;
  }

  /**
   * A connection says hello: from its first one that names a room it belongs to that room, and to no
   * other as long as it lasts.
   *
   * @throws {SpikefedError} `room/unknown`, `room/which`, `room/too-many-codes`, `room/elsewhere`,
   *   `room/broken`, `room/unopened`
   */
  enter(link: Link, hello: Hello): HouseRoom {
    const room = this.#meant(hello, link.address);
    if (link.room !== null && link.room !== room.name) throw new SpikefedError("room/elsewhere");
    if (room.isBroken) throw new SpikefedError("room/broken");
    link.room = room.name;
    return room;
  }

  /**
   * The room that a connection belongs to.
   *
   * @throws {SpikefedError} `room/broken`; `wire/no-hello` where it has named none
   */
  roomOf(link: Link, event: string): HouseRoom {
    const room = this.#find(link);
    if (room === null) throw new SpikefedError("wire/no-hello", { event });
    if (room.isBroken) throw new SpikefedError("room/broken");
    return room;
  }

  /** It waits for a host's answer. */
  isAtDoor(link: Link): boolean {
    return this.#find(link)?.room.door.isHere(link) ?? false;
  }

  disconnect(link: Link): void {
    link.closed = true;
    this.#find(link)?.room.disconnect(link);
  }

  /**
   * May this address name rooms?
   *
   * @throws {SpikefedError} `room/too-many-codes`
   */
  checkAddress(address: string): void {
    if (!this.isOne) this.#wrongCodes.check(address);
  }

  /** The refusal of a code that no open room has. */
  unknown(code: string, address: string): SpikefedError {
    if (this.#unopened.includes(code)) return new SpikefedError("room/unopened");
    if (!this.isOne) this.#wrongCodes.note(address);
    return new SpikefedError("room/unknown", { code });
  }

  /** One for all rooms: a challenge is asked for before a room is named. The first room's key stands for all. */
  #desk(): Introductions {
    const [first] = this.#rooms;
    if (first === undefined) throw new Error("rooms are opened before anybody is let in");
    const now = this.#now;
    const keeper = new Doorkeeper(now);
    const coordinator = first.room.recordKey;
    return (this.#introductions ??= new Introductions({ coordinator, keeper, clock: { now } }));
  }

  #find({ room }: Link): HouseRoom | null {
    return this.#rooms.find(({ name }) => name === room) ?? null;
  }

  #meant(hello: Hello, address: string): HouseRoom {
    const { room: code, role } = hello;
    const [first] = this.#rooms;
    if (first === undefined) throw new Error("rooms are opened before anybody is let in");
    if (code === null) {
      if (this.isOne || role === "host") return first; // whose key will be asked for
      throw new SpikefedError("room/which");
    }
    const room = this.#rooms.find((each) => each.code === code);
    // Who has a place, or the key, is none who tries codes out, and must not wait for one who does.
    if (!room?.room.recognises(hello)) this.checkAddress(address);
    if (!room) throw this.unknown(code, address);
    return room;
  }
}
