// One run: its volunteers, its rounds, its log. The room holds one at a time.

import { maxUpdateBytes, type Model, replay } from "@spikefed/fl-core";
import type {
  ClientMessage,
  HelloAnswer,
  LiveSettings,
  LogBody,
  RoomPhase,
  Showcase,
} from "@spikefed/protocol";
import { checkLiveSettings, settingsAt, SpikefedError } from "@spikefed/protocol";

import { isFull } from "@spikefed/run-store";

import { Conductor } from "./conductor.ts";
import { Contributions } from "./contributions.ts";
import { checkCommand, type RunCommand } from "./host-commands.ts";
import { firstStep } from "./first-step.ts";
import type { Door } from "./door.ts";
import type { Doorkeeper } from "./doorkeeper.ts";
import { goneMeanwhile, type Link } from "./link.ts";
import { setState, type Member } from "./member.ts";
import { Members } from "./members.ts";
import { newsSince, type News } from "./news.ts";
import type { Ports } from "./ports.ts";
import { Reports } from "./reports.ts";
import { RosterFeed } from "./roster-feed.ts";
import { RoundDriver } from "./round-driver.ts";
import { clientsOf, closeParts, type RunParts } from "./run-parts.ts";
import { WorkSizes } from "./work-sizes.ts";

export interface RunOptions {
  parts: RunParts;
  ports: Ports;
  /** After a restart: time for the volunteers to come back before a round is opened again. */
  settleMs: number;
  /** Held-out pictures that a wall shows. */
  pictures: Showcase["pictures"];
}

export class Run {
  readonly parts: RunParts;
  readonly pictures: Showcase["pictures"];
  readonly members: Members;
  readonly contributions: Contributions;
  readonly reports: Reports;
  readonly #ports: Ports;
  readonly #driver: RoundDriver;
  readonly #conductor: Conductor;
  readonly #roster: RosterFeed;
  readonly #sizes: WorkSizes;
  /** Clients that the log knows. */
  readonly #logged: Set<number>;

  constructor({ parts, ports, settleMs, pictures }: RunOptions) {
    this.parts = parts;
    this.pictures = pictures;
    this.#ports = ports;
    this.#logged = clientsOf(parts.log.events);
    this.members = new Members({
      ...{ plan: parts.plan, clock: ports.clock, random: ports.random },
      file: parts.folder.identities,
      lastClient: Math.max(0, ...this.#logged),
      former: parts.identities.former,
      robot: (clientId) => ports.robots.find(clientId),
      onLost: (member) => void this.remove(member, "lost"),
      onRenamed: () => this.#roster.mark(),
    });
    this.#sizes = new WorkSizes(parts.settings, parts.log.events);
    const { clients } = replay(parts.log.events);
    const helped = (client: number) => clients.get(client)?.helped ?? 0;
    this.members.restore(parts.identities.restored, helped);
    this.#roster = new RosterFeed({
      clock: ports.clock,
      entries: () => this.members.online(),
      listeners: ports.listeners,
      tell: (...to) => ports.tellParts(to, "roster", this.members.roster()),
    });
    const shared = { parts, ports, driver: () => this.#driver, note: this.note };
    this.contributions = new Contributions({
      ...shared,
      limit: maxUpdateBytes(parts.shape.layout, parts.shape.encoding),
      onKept: (updateId, kept) => this.#conductor.keepUpdate(updateId, kept),
      isKept: (file) => this.#conductor.isKept(file),
      samplesOf: ({ client, samples: whole }, { round, attempt }) =>
        this.#sizes.weightOf(client, round, attempt) ?? whole,
    });
    this.reports = new Reports({
      driver: () => this.#driver,
      note: (body) => void this.#noteQuietly(body),
      onChange: () => this.#roster.mark(),
      now: () => ports.clock.now(),
      onProgress: ({ client }, message) => this.#sizes.heard(client, message, ports.clock.now()),
      onLeave: (member) => this.remove(member, "said"),
    });
    this.#conductor = new Conductor({
      ...shared,
      members: this.members,
      ...{ figures: parts.figures, sizes: this.#sizes },
      onCount: (effect) =>
        this.#counted(effect.update.client, () => this.contributions.count(effect)),
      onClose: (working) => this.#roundOver(working),
      onChange: () => this.#roster.mark(),
    });
    this.#driver = new RoundDriver({
      first: firstStep(parts, ports.clock.now() + settleMs, this.#conductor),
      clock: ports.clock,
      perform: (effect) => this.#conductor.perform(effect),
    });
  }

  get phase(): RoomPhase {
    return this.#driver.state.phase;
  }

  /** `last`: what the open or next round starts from; `best`: null before one is judged. */
  get models(): { last: Model; best: Model | null } {
    const { model, standing } = this.#driver.state;
    return { last: model, best: standing.best?.model ?? null };
  }

  /** Takes up what was going on when the coordinator stopped. */
  begin(restarted: boolean): void {
    const { round, phase } = this.#driver.state;
    const isUnderWay = phase !== "lobby" && phase !== "done";
    if (restarted && isUnderWay)
      void this.note({ type: "restarted", round }).catch(() => undefined);
    this.#driver.begin();
  }

  readonly note = (body: LogBody): Promise<void> => {
    this.#sizes.apply(body, this.#ports.clock.now());
    return this.parts.log.append(body);
  };

  /**
   * Gives a volunteer its place; `arrive` follows when it has been answered.
   *
   * @throws {SpikefedError} `room/session`, `room/proof`, `room/full`, `room/too-many-joins`,
   *   `room/waiting`, `room/door-full`
   */
  async hello(
    link: Link,
    message: ClientMessage<"hello">,
    { door, keeper, key }: { door: Door; keeper: Doorkeeper; key: string | null },
  ): Promise<NonNullable<HelloAnswer["you"]>> {
    const { resume, name, device = unknownDevice } = message;
    const claim = { resume, key };
    const known = this.members.find(claim);
    if (!known && !this.members.isFormer(claim)) door.knock(link, { name, device });
    if (!known) keeper.admit(link.address);
    const { member, token } = known
      ? { member: known, token: resume?.token ?? "" }
      : await this.members.admit({ name, device, ...claim });
    if (link.closed) {
      if (!known) await this.members.withdraw(member);
      throw goneMeanwhile();
    }
    const bound = this.members.bind(member, key);
    member.device = device;
    Object.assign(member, { leaving: false, hidden: false });
    setState(member, "loading", this.#ports.clock.now());
    this.members.attach(member, link);
    const shard = this.parts.plan.shard(member.shard);
    const { clientId, client } = member;
    await bound;
    return { clientId, client, token, name: member.name, shard };
  }

  /** What the answer to a hello tells of the run, beyond what is known. */
  news(known: ClientMessage<"hello">["known"]): News {
    const news = newsSince(known, this.parts, this.members);
    if (news.roster === null) this.#roster.mark(); // it is told in its turn
    return news;
  }

  /** The volunteer behind this connection has had its answer: rounds may count on it. */
  arrive(link: Link): void {
    const member = this.members.get(link.client);
    if (link.closed || !member || member.link !== link) return;
    const { client, samples } = member;
    if (!member.isNoted) this.#noteArrival(member);
    this.#driver.dispatch({ type: "join", client, samples });
    this.#roster.mark();
  }

  #noteArrival(member: Member): void {
    const { client, shard, samples, device } = member;
    if (this.#logged.has(client)) void this.#noteQuietly({ type: "rejoined", client });
    else {
      const robot = this.members.robotOf(member);
      const place = { client, device: device.kind, shard, samples };
      void this.#noteQuietly({ type: "joined", ...place, ...(robot !== null && { robot }) });
    }
    this.#logged.add(client);
    member.isNoted = true;
  }

  /** The connection is gone, or its page says so: the round goes on without it, its place is kept. */
  lose(link: Link, how: "away" | "closed" = "away"): void {
    const member = this.members.get(link.client);
    if (!member || member.link !== link) return;
    this.members.detach(member, how);
    this.#driver.dispatch({ type: "leave", client: member.client });
    this.#roster.mark();
  }

  async remove(member: Member, why: "said" | "lost" | "removed"): Promise<void> {
    if (member.state === "left") return;
    const { client } = member;
    const removed = this.members.remove(member);
    this.#driver.dispatch({ type: "leave", client });
    if (why === "removed") this.#driver.dispatch({ type: "drop", clients: [client] });
    if (this.#logged.has(client)) void this.#noteQuietly({ type: "left", client, why });
    this.#roster.mark();
    await removed.catch((error: unknown) => {
      if (!(error instanceof SpikefedError) || !isFull(error)) this.#ports.fail(error as Error);
      else this.#ports.fullDisk.tell(error); // the list is written again with its next change
    });
  }

  /**
   * @throws {SpikefedError} `room/phase` when the command has no meaning now; `room/too-few-updates`
   *   when a buffer is to make its model and cannot
   */
  command(command: Exclude<RunCommand, "adjust" | "drop">): void {
    checkCommand(command, this.#driver.state);
    const { shortBy } = this.#driver.scheduler;
    if (command === "next" && shortBy) throw new SpikefedError("room/too-few-updates", shortBy);
    this.#driver.dispatch({ type: command });
  }

  /**
   * Changes settings from the next round that opens on; resolves when the log says so on the disk.
   *
   * @throws {SpikefedError} `room/phase`; `room/settings` where they do not go with the others
   */
  adjust(changes: LiveSettings): Promise<void> {
    const { state, scheduler } = this.#driver;
    checkCommand("adjust", state);
    const round = scheduler.nextToOpen;
    const all = [...scheduler.changes, { round, changes }];
    checkLiveSettings(changes, settingsAt(this.parts.settings, all, round));
    const noted = this.note({ type: "settings-changed", round, changes });
    this.#driver.adjust(changes); // a round that it opens is noted after it
    return noted;
  }

  /**
   * These sit out the open or next round; resolves when the log says so on the disk.
   *
   * @throws {SpikefedError} `room/phase`; `room/has-sent` when all have sent their update already
   */
  drop(members: readonly Member[]): Promise<void> {
    const { state } = this.#driver;
    checkCommand("drop", state);
    const round = this.#driver.scheduler.droppableRound;
    const sent = round === state.round ? state.accepted.map(({ client }) => client) : [];
    const all = new Set(members.map(({ client }) => client));
    const clients = [...all].filter((client) => !sent.includes(client)).sort((a, b) => a - b);
    if (clients.length === 0) throw new SpikefedError("room/has-sent", { round });
    const noted = this.note({ type: "dropped", round, clients });
    this.#driver.dispatch({ type: "drop", clients });
    this.#roster.mark();
    return noted;
  }

  /** @throws {SpikefedError} `wire/no-hello` when its place is gone. */
  memberOf(link: Link, event: string): Member {
    const member = this.members.get(link.client);
    if (!member || member.link !== link) throw new SpikefedError("wire/no-hello", { event });
    return member;
  }

  /** No round is opened any more; the open one takes what is on its way. */
  hold(): void {
    this.#driver.hold();
    this.#conductor.hold();
  }

  /** A volunteer who is here is sending an update, or waits for it to be counted. */
  isReceiving(): boolean {
    return this.contributions.senders().some((client) => this.members.get(client)?.link);
  }

  /** From now on nothing changes: connections that end are no longer volunteers that leave. */
  freeze(): void {
    this.#driver.close();
    this.#conductor.close();
    this.#roster.close();
  }

  /** Ends all work on this run; its files stay. */
  async close(): Promise<void> {
    this.freeze();
    await this.members.close();
    await Promise.all([
      ...[this.contributions.close(), this.#conductor.settled()],
      closeParts(this.parts),
    ]);
  }

  #counted(client: number, count: () => void): void {
    count();
    const member = this.members.get(client);
    if (!member) return;
    Object.assign(member, { progress: 1, trouble: null });
    setState(member, "sent", this.#ports.clock.now());
    if (member.leaving) setImmediate(() => void this.remove(member, "said"));
    this.#roster.mark();
  }

  /** @param working who goes on with what it began */
  #roundOver(working: readonly number[]): void {
    this.contributions.roundOver();
    const isDone = ({ leaving, client }: Member) => leaving && !working.includes(client);
    const leaving = this.members.here().filter(isDone);
    setImmediate(() => leaving.forEach((member) => void this.remove(member, "said")));
  }

  /** A line that cannot be written is told by the store itself. */
  #noteQuietly(body: LogBody): Promise<void> {
    return this.note(body).catch(() => undefined);
  }
}

const unknownDevice = { kind: "cpu", label: "unknown", executor: "unknown" } as const;
