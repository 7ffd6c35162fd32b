// The room's door: newcomers of an invite-only room wait here until the host lets them in, and who
// was removed does not come in again. Somebody who has a place never waits.

import { SpikefedError, type Device, type DoorEntry, type DoorFacts } from "@spikefed/protocol";

import { isThisMachine, networkOf } from "../socket/address.ts";
import type { DoorFile, SavedDoor } from "../store/door-file.ts";
import type { Link } from "./link.ts";

/** How many may wait: a class behind one router passes. */
export const doorLimits = { perAddress: 60, inAll: 200 } as const;

interface Knock {
  link: Link;
  entry: DoorEntry;
  isInvited: boolean;
}

export interface DoorOptions {
  file: Pick<DoorFile, "write">;
  saved: SavedDoor;
  /** Who waits has changed, or whether anybody has to. */
  onChange: () => void;
}

export class Door {
  readonly #options: DoorOptions;
  /** In the order of coming; also those who were let in and have not said hello again yet. */
  readonly #knocks = new Map<Link, Knock>();
  readonly #removed: Set<string>;
  #inviteOnly: boolean;
  #last = 0;
  /** Changes are made one after the other: each is saved on top of the one before. */
  #changing: Promise<void> = Promise.resolve();

  constructor(options: DoorOptions) {
    this.#options = options;
    this.#removed = new Set(options.saved.removed);
    this.#inviteOnly = options.saved.inviteOnly;
  }

  get inviteOnly(): boolean {
    return this.#inviteOnly;
  }

  facts(): DoorFacts {
    return { inviteOnly: this.#inviteOnly, waiting: this.#waiting().map(({ entry }) => entry) };
  }

  isRemoved(clientId: string): boolean {
    return this.#removed.has(clientId);
  }

  /** This connection waits, or was let in and is about to say hello again. */
  isHere(link: Link): boolean {
    return this.#knocks.has(link);
  }

  /**
   * A newcomer asks for a place. Returns when it may have one; it stays invited until it `leave`s.
   *
   * @throws {SpikefedError} `room/waiting`: the host is asked; `room/door-full`
   */
  knock(link: Link, { name, device }: { name: string | undefined; device: Device }): void {
    if (!this.#inviteOnly) return;
    const known = this.#knocks.get(link);
    if (known?.isInvited) return;
    if (known === undefined) this.#makeRoom(link.address);
    const waiting = known?.entry.waiting ?? ++this.#last;
    const entry = { waiting, name: name ?? null, device };
    this.#knocks.set(link, { link, entry, isInvited: false });
    this.#options.onChange();
    throw new SpikefedError("room/waiting");
  }

  /** It has gone, or is in. */
  leave(link: Link): void {
    if (this.#knocks.delete(link)) this.#options.onChange();
  }

  /**
   * The host's answer to one who waits.
   *
   * @throws {SpikefedError} `room/nobody-waits`
   */
  answer(waiting: number, admitted: boolean): void {
    const knock = this.#waiting().find(({ entry }) => entry.waiting === waiting);
    if (!knock) throw new SpikefedError("room/nobody-waits", { waiting });
    this.#tell(knock, admitted);
    this.#options.onChange();
  }

  /** Resolves when it is on the disk. Opening the door lets in all who wait. */
  async setInviteOnly(inviteOnly: boolean): Promise<void> {
    await this.#change({ inviteOnly });
    if (!inviteOnly) for (const knock of this.#waiting()) this.#tell(knock, true);
    this.#options.onChange();
  }

  /** The room has ended: whoever waits says hello again, and hears of it. */
  release(): void {
    for (const knock of this.#waiting()) this.#tell(knock, true);
  }

  /** Resolves when it is on the disk that this one does not come in any more. */
  async remove(clientId: string): Promise<void> {
    await this.#change({ clientId });
  }

  /** Holds once it is on the disk; one that cannot be written changes nothing. */
  #change({ inviteOnly, clientId }: { inviteOnly?: boolean; clientId?: string }): Promise<void> {
    const changed = this.#changing.then(async () => {
      const next = inviteOnly ?? this.#inviteOnly;
      const removed = clientId === undefined ? this.#removed : [...this.#removed, clientId];
      await this.#options.file.write({ inviteOnly: next, removed: [...removed] });
      this.#inviteOnly = next;
      if (clientId !== undefined) this.#removed.add(clientId);
    });
    this.#changing = changed.catch(() => undefined); // told to whoever asked for it
    return changed;
  }

  #waiting(): Knock[] {
    return [...this.#knocks.values()].filter(({ isInvited }) => !isInvited);
  }

  #tell(knock: Knock, admitted: boolean): void {
    knock.isInvited = admitted;
    knock.link.send("door", { admitted });
    if (admitted) return;
    this.#knocks.delete(knock.link);
    knock.link.close();
  }

  /** A full door turns to the network that has most at it: a few cannot keep all others away. */
  #makeRoom(address: string): void {
    const { perAddress, inAll } = doorLimits;
    const networks = this.#byNetwork();
    const near = networks.get(networkOf(address))?.length ?? 0;
    if (near >= perAddress && !isThisMachine(address)) {
      throw new SpikefedError("room/door-full", { limit: perAddress });
    }
    if (this.#waiting().length < inAll) return;
    const crowd = [...networks.values()].reduce((a, b) => (b.length > a.length ? b : a));
    if (crowd.length <= near + 1) throw new SpikefedError("room/door-full", { limit: inAll });
    const [newest] = crowd.slice(-1);
    this.#knocks.delete(newest!);
    newest!.close();
  }

  #byNetwork(): Map<string, Link[]> {
    const networks = new Map<string, Link[]>();
    for (const { link } of this.#waiting()) {
      const network = networkOf(link.address);
      networks.set(network, [...(networks.get(network) ?? []), link]);
    }
    return networks;
  }
}
