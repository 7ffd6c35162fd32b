// The volunteers of a run: places, names, shards, and who is behind which connection.

import type { ShardPlan } from "@spikefed/datasets";
import {
  REJOIN_MS,
  SpikefedError,
  type Device,
  type RobotKind,
  type RosterEntry,
} from "@spikefed/protocol";

import type { Robot } from "../robots/robot.ts";
import { IdentityFile, type Identity } from "../store/identities.ts";
import type { Clock } from "./clock.ts";
import type { Link } from "./link.ts";
import { makeMember, rosterEntry, setState, type Member } from "./member.ts";
import { freeName } from "./names.ts";
import { hashSecret, isSecret, makeId, makeSecret } from "./secret.ts";

/** Volunteers who left that the roster still shows. */
const MAX_LEFT_SHOWN = 50;

export interface MembersOptions {
  plan: ShardPlan;
  clock: Clock;
  /** Path of identities.json. */
  file: string;
  /** Highest client number that the log knows. */
  lastClient: number;
  random: () => number;
  /** Volunteers of the run before: they keep identity and name. */
  former: readonly Identity[];
  /** The robot that has this identity. */
  robot: (clientId: string) => Robot | null;
  /** Its time to come back is over. */
  onLost: (member: Member) => void;
  onRenamed: () => void;
}

/** What a volunteer holds from an earlier hello, and shows. */
export interface Resume {
  clientId: string;
  token: string;
}

/** Who a hello says it is. */
export interface Claim {
  resume: Resume | undefined;
  /** That has signed the hello; null: none. */
  key: string | null;
}

export interface Admission extends Claim {
  name: string | undefined;
  device: Device;
}

export class Members {
  readonly #options: MembersOptions;
  /** By client number, in the order of joining; those who left included. */
  readonly #members = new Map<number, Member>();
  readonly #file: IdentityFile;
  #lastClient: number;

  constructor(options: MembersOptions) {
    this.#options = options;
    this.#lastClient = options.lastClient;
    this.#file = new IdentityFile(options.file, () => this.here().map(identityOf));
  }

  get(client: number | null): Member | null {
    const member = client === null ? undefined : this.#members.get(client);
    return member && member.state !== "left" ? member : null;
  }

  /** Also of somebody who has left. */
  nameOf(client: number): string | null {
    return this.#members.get(client)?.name ?? null;
  }

  /** Everybody who has a place, away or not. */
  here(): Member[] {
    return [...this.#members.values()].filter(({ state }) => state !== "left");
  }

  /** How many that are. Asked at each hello of a crowd, as the next: no list is made for it. */
  count(): number {
    let count = 0;
    for (const { state } of this.#members.values()) if (state !== "left") count += 1;
    return count;
  }

  /** How many of them are connected. */
  online(): number {
    let online = 0;
    for (const { link } of this.#members.values()) if (link !== null) online += 1;
    return online;
  }

  roster(): RosterEntry[] {
    const all = [...this.#members.values()];
    const left = all.filter(({ state }) => state === "left").slice(-MAX_LEFT_SHOWN);
    const nowMs = this.#options.clock.now();
    return [...this.here(), ...left].map((member) =>
      rosterEntry(member, { robot: this.robotOf(member), nowMs }),
    );
  }

  /** What a robot does; null: it is none. */
  robotOf({ clientId }: Member): RobotKind | null {
    return this.#options.robot(clientId)?.kind ?? null;
  }

  /**
   * Gives a new volunteer a place; resolves when that is on the disk.
   *
   * @throws {SpikefedError} `room/full` when every shard is taken.
   */
  async admit(input: Admission): Promise<{ member: Member; token: string }> {
    const shard = this.#freeShard();
    const former = this.#former(input);
    if (former && input.key !== null) former.key ??= input.key; // whoever comes back in a later run, too
    const token = (former && input.resume?.token) ?? makeSecret();
    const names = this.here().map(({ name }) => name);
    const identity: Identity = {
      client: ++this.#lastClient,
      clientId: former?.clientId ?? makeId(),
      tokenHash: hashSecret(token),
      ...(input.key !== null && { key: input.key }),
      name: freeName(nameFor(input, former), names, this.#options.random),
      ...(former?.renamed && { renamed: true }),
      shard,
      device: input.device,
    };
    const member = makeMember(identity, this.#options.plan.samples(shard));
    this.#members.set(member.client, member);
    try {
      await this.#file.save();
    } catch (error) {
      // it is told so, and holds no place, unless it has come back by another connection meanwhile
      if (!isAttached(member)) this.#members.delete(member.client);
      throw error;
    }
    return { member, token };
  }

  /**
   * By the host's choice; with a number behind it when it is taken. Resolves when that is on the disk.
   */
  async rename(member: Member, name: string): Promise<void> {
    const others = this.here().filter((each) => each !== member);
    const names = others.map((each) => each.name);
    const { name: before, renamed } = member;
    const given = freeName(name, names, this.#options.random);
    Object.assign(member, { name: given, renamed: true });
    this.#options.onRenamed();
    try {
      await this.#file.save();
    } catch (error) {
      if (member.name === given) Object.assign(member, { name: before, renamed });
      this.#options.onRenamed();
      throw error;
    }
  }

  /** Undoes an admission that nobody heard of, unless it has come back by another connection. */
  async withdraw(member: Member): Promise<void> {
    if (isAttached(member)) return;
    this.#members.delete(member.client);
    await this.#file.save();
  }

  /** It is of somebody who has a place, had one in the run before, or is a robot. */
  knows(resume: Resume): boolean {
    const isOf = ({ clientId, tokenHash }: Pick<Identity, "clientId" | "tokenHash">) =>
      clientId === resume.clientId && isSecret(resume.token, tokenHash);
    for (const member of this.#members.values()) {
      if (member.state !== "left" && isOf(member)) return true;
    }
    return this.#options.former.some(isOf) || this.isFormer({ resume, key: null });
  }

  /** Who had a place in the run before, or a robot: it need not be asked in again. */
  isFormer(claim: Claim): boolean {
    return this.#former(claim) !== null;
  }

  /** Who this was in the run before, or which robot; null for everybody else. */
  #former({ resume, key }: Claim): Former | null {
    if (!resume) return null;
    const { former: all, robot } = this.#options;
    const known = all.find(({ clientId }) => clientId === resume.clientId);
    const former = known ?? formerOf(robot(resume.clientId));
    const isIt = former && isSecret(resume.token, former.tokenHash) && isOwn(former, key);
    if (!isIt) return null;
    const isTaken = this.here().some(({ clientId }) => clientId === resume.clientId);
    return isTaken ? null : former;
  }

  /**
   * The volunteer who says it was here before; null when its place is gone.
   *
   * @throws {SpikefedError} `room/session` when the token is of somebody else; `room/proof` when the
   *   place belongs to a key, and another one or none has signed.
   */
  find({ resume, key }: Claim): Member | null {
    for (const member of this.#members.values()) {
      if (member.clientId !== resume?.clientId || member.state === "left") continue;
      if (!isSecret(resume.token, member.tokenHash)) throw new SpikefedError("room/session");
      if (isOwn(member, key)) return member;
      throw new SpikefedError("room/proof", { why: "this place belongs to another key" });
    }
    return null;
  }

  /** A place without a key is this key's alone from now on; resolves when that is on the disk. */
  async bind(member: Member, key: string | null): Promise<void> {
    if (key === null || member.key !== undefined) return;
    member.key = key;
    await this.#file.save().catch(() => undefined); // bound meanwhile; the next change writes it
  }

  /** Puts a connection behind a volunteer; one that was there before is closed. */
  attach(member: Member, link: Link): void {
    member.stopWaiting?.();
    member.stopWaiting = null;
    const former = member.link;
    member.link = link;
    link.client = member.client;
    if (former === link) return;
    member.isNoted = false;
    if (former === null) return;
    former.client = null;
    former.close();
  }

  /** The connection is gone; the place is kept for a while. Whoever slept before still does. */
  detach(member: Member, how: "away" | "closed"): void {
    if (member.link) member.link.client = null;
    member.link = null;
    const sleepsOn = how === "away" && member.state === "asleep";
    setState(member, sleepsOn ? "asleep" : how, this.#options.clock.now());
    this.#wait(member);
  }

  /** Gives the place up: shard and name are free again. */
  async remove(member: Member): Promise<void> {
    member.stopWaiting?.();
    member.stopWaiting = null;
    if (member.link) member.link.client = null;
    member.link = null;
    setState(member, "left", this.#options.clock.now());
    member.progress = null;
    await this.#file.save();
  }

  /**
   * After a restart: the volunteers of before, whose return is awaited.
   *
   * @param helped rounds that each client has helped, by the log
   */
  restore(identities: readonly Identity[], helped: (client: number) => number): void {
    for (const identity of identities) {
      const member = makeMember(identity, this.#options.plan.samples(identity.shard));
      member.helped = helped(identity.client);
      member.quietSinceMs = this.#options.clock.now();
      this.#members.set(member.client, member);
      this.#lastClient = Math.max(this.#lastClient, member.client);
      this.#options.plan.shard(member.shard); // its hash is known again
      this.#wait(member);
    }
  }

  async close(): Promise<void> {
    for (const member of this.#members.values()) member.stopWaiting?.();
    await this.#file.settled();
  }

  #wait(member: Member): void {
    member.stopWaiting?.();
    member.stopWaiting = this.#options.clock.after(REJOIN_MS, () => this.#options.onLost(member));
  }

  #freeShard(): number {
    const taken = new Set(this.here().map(({ shard }) => shard));
    const { count } = this.#options.plan;
    for (let shard = 0; shard < count; shard++) if (!taken.has(shard)) return shard;
    throw new SpikefedError("room/full", { limit: count });
  }
}

/** It is here, or is waited for. */
const isAttached = ({ link, stopWaiting }: Member) => link !== null || stopWaiting !== null;

/** What the host called it before what it calls itself. */
function nameFor({ name }: Admission, former: Former | null): string | undefined {
  return former?.renamed ? former.name : (name ?? former?.name);
}

export function identityOf(member: Member): Identity {
  const { client, clientId, tokenHash, key, name, renamed, shard, device } = member;
  const ifAny = { ...(key !== undefined && { key }), ...(renamed && { renamed }) };
  return { client, clientId, tokenHash, name, ...ifAny, shard, device };
}

type Former = Pick<Identity, "clientId" | "tokenHash" | "key" | "name" | "renamed">;

/** A place that has no key yet is open to whoever has its token. */
function isOwn(place: Pick<Identity, "key">, key: string | null): boolean {
  return place.key === undefined || place.key === key;
}

function formerOf(robot: Robot | null): Former | null {
  if (robot === null) return null;
  const { clientId, token, name } = robot;
  return { clientId, name, tokenHash: hashSecret(token) };
}
