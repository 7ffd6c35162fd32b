// `npm run volunteer -- --url URL [--count N] [--executor NAME] [--tuning WORD]
//  [--name PREFIX] [--fingerprint SHA256 | --ca FILE]`

import { type AttackKind, ATTACKS, SpikefedError } from "@spikefed/protocol";
import { SnnError } from "@spikefed/snn-core";
import type { Command } from "commander";

import { findRoom, readAddress } from "./find-room.ts";
import { prepareMachine } from "./device.ts";
import { startFleet } from "./fleet.ts";
import { readTrust } from "./trust.ts";

interface Options {
  url: string;
  count: string;
  executor?: string;
  tuning: string;
  name?: string;
  attack?: string;
  fingerprint?: string;
  ca?: string;
}

/** Volunteers of one process share one processor: more only wait for each other. */
const MAX_COUNT = 1000;

export function addVolunteer(program: Command): void {
  program
    .command("volunteer")
    .description("train as a volunteer, without a browser")
    .requiredOption("--url <url>", "address or join link of the coordinator")
    .option("--count <n>", "volunteers in this process; they take turns", "1")
    .option(
      "--executor <name>",
      "engine, kernels or reference, with /webgpu, /wasm or /cpu behind if you like; default: the fastest",
    )
    .option(
      "--tuning <plain|auto|file>",
      "kernels of the engine: plain ones, the fastest here, or those of a tuner's report",
      "auto",
    )
    .option("--attack <kind>", `harm instead of helping, to test or teach: ${ATTACKS.join(", ")}`)
    .option(
      "--fingerprint <sha256>",
      "of the coordinator's certificate, as it prints it: that one is trusted, no other",
    )
    .option("--ca <file>", "certificate of an authority to trust, or the coordinator's own (PEM)")
    .option("--name <prefix>", "name; with several volunteers, a number follows")
    .action(volunteer);
}

/** Exit code 0: the run is over or the volunteers left; 1: all stopped; 2: nothing could start. */
async function volunteer(options: Options): Promise<void> {
  try {
    const count = readCount(options.count);
    const attack = readAttack(options.attack);
    const trust = await readTrust(readAddress(options.url).origin, options);
    const room = await findRoom(options.url, trust);
    const { executor, tuning, name = null } = options;
    const machine = await prepareMachine({ executor, tuning });
    say(`Room ${room.code} at ${room.url}: ${room.model} on ${room.dataset}. ${machine.sentence}`);
    const { device, prepared } = machine;
    const { trainer } = prepared;
    const fleet = startFleet({ ...room, trust, device, trainer, count, attack, name, print: say });
    leaveOnSignal(fleet.leave);
    process.exit(await fleet.ended);
  } catch (error) {
    if (!(error instanceof SpikefedError || error instanceof SnnError)) throw error;
    process.stderr.write(`${error.fact}. ${error.cure}\n`);
    process.exit(2);
  }
}

function readCount(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= MAX_COUNT) return count;
  const facts = { option: "--count", got: text, allowed: `1 to ${MAX_COUNT}` };
  throw new SpikefedError("volunteer/option", facts);
}

function readAttack(text: string | undefined): AttackKind | null {
  if (text === undefined) return null;
  const kind = ATTACKS.find((one) => one === text);
  if (kind) return kind;
  const facts = { option: "--attack", got: text, allowed: ATTACKS.join(", ") };
  throw new SpikefedError("volunteer/option", facts);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Leaves politely; a second signal does not wait for it. */
function leaveOnSignal(leave: () => void): void {
  let isLeaving = false;
  const onSignal = () => {
    if (isLeaving) process.exit(130);
    isLeaving = true;
    say("Leaving. Press Ctrl+C again to leave at once.");
    leave();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
}
