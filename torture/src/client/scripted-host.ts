// The host of a run: starts and stops it.

import { PROTOCOL_VERSION, type Ack, type LogEvent } from "@spikefed/protocol";
import { io } from "socket.io-client";

/**
 * Says hello as the host, gives one command, and goes.
 *
 * @returns the run log as it stood
 */
export async function commandAsHost(
  url: string,
  hostKey: string,
  command: string,
): Promise<readonly LogEvent[]> {
  const socket = io(url, { transports: ["websocket"], forceNew: true });
  const ask = async (event: string, message: object) =>
    (await socket.timeout(20_000).emitWithAck(event, message)) as Ack<{ log: LogEvent[] }>;
  try {
    const hello = { protocol: PROTOCOL_VERSION, role: "host", room: null, hostKey };
    const answer = await ask("hello", hello);
    if (!answer.ok) throw new Error(`the host is not let in: ${answer.error.fact}`);
    const done = await ask("host", { command });
    if (!done.ok) throw new Error(`${command}: ${done.error.fact}`);
    return answer.log;
  } finally {
    socket.disconnect();
  }
}
