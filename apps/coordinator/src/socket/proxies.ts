// Behind a proxy every connection comes from the proxy. The address that it puts into
// X-Forwarded-For is believed only where the connection comes from a proxy that was named: anybody
// can write that header.

import type { IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";

import { SpikefedError } from "@spikefed/protocol";

import { addressOf, isThisMachine } from "./address.ts";

/** Loopback's two names; the rest of 127/8 are strangers, as everywhere here. */
const LOOPBACK = ["127.0.0.1", "::1"];

/** What no address is: all who come with a broken header share the limits of one. */
const UNREADABLE = "unreadable";

export class Proxies {
  readonly #trusted = new BlockList();
  /** Any are named: it is meant to be reached through them. */
  readonly areNamed: boolean;

  /**
   * @param trusted `loopback`, addresses, or networks (`10.0.0.0/8`)
   * @throws {SpikefedError} `start/option`
   */
  constructor(trusted: readonly string[] = []) {
    this.areNamed = trusted.length > 0;
    for (const each of trusted) this.#trust(each.trim());
  }

  /** It speaks for many: no limit by address concerns its connections. */
  isTrusted(address: string): boolean {
    return isIP(address) !== 0 && this.#trusted.check(address, familyOf(address));
  }

  /**
   * Where a request comes from: the last address that no trusted proxy has. A header never makes it
   * this machine, for which there are no limits: the hop that says so counts instead.
   */
  addressOf({ socket, headers }: Pick<IncomingMessage, "socket" | "headers">): string {
    let address = addressOf(socket.remoteAddress);
    let counted = address;
    const forwarded = String(headers["x-forwarded-for"] ?? "").split(",");
    while (this.isTrusted(address)) {
      const before = forwarded.pop()?.trim() ?? "";
      if (before === "") break; // it speaks for itself
      address = readForwarded(before);
      if (!isThisMachine(address)) counted = address;
    }
    return counted;
  }

  #trust(text: string): void {
    if (text === "loopback") return LOOPBACK.forEach((each) => this.#trust(each));
    const [address = "", bits, ...rest] = text.split("/");
    const longest = isIP(address) === 4 ? 32 : isIP(address) === 6 ? 128 : -1;
    const length = bits === undefined ? longest : /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
    if (longest < 0 || length < 0 || length > longest || rest.length > 0) {
      const why = `${text} is neither loopback nor an address nor a network like 10.0.0.0/8`;
      throw new SpikefedError("start/option", { option: "--trust-proxy", why });
    }
    this.#trusted.addSubnet(address, length, familyOf(address));
  }
}

/** One entry: an address, perhaps with a port behind it. */
function readForwarded(entry: string): string {
  const [, inside] = /^\[([^\]]+)\](?::\d+)?$/.exec(entry) ?? [];
  const [, v4] = /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(entry) ?? [];
  const address = addressOf(inside ?? v4 ?? entry);
  return isIP(address) === 0 ? UNREADABLE : address;
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 6 ? "ipv6" : "ipv4";
}
