// What keeps a page from the coordinator: nobody answers, or the network holds the connection back.

import { problems } from "../i18n/en/problems.ts";
import { fetchAccess } from "./access.ts";
import type { Problem } from "./room-socket.ts";

/** Its words in English, as every problem comes; pages translate them by the code. */
const problemOf = (code: "net/blocked" | "net/offline"): Problem => ({
  code,
  fact: problems[code],
  cure: problems[`${code}/cure`],
});

/**
 * Why a connection to the room did not come about. Where the coordinator answers plain requests all
 * the same, something between refuses WebSockets and polling.
 *
 * @param ask by default `GET /api/access`; rejects when nobody answers
 */
export async function findObstacle(ask: () => Promise<unknown> = fetchAccess): Promise<Problem> {
  try {
    await ask();
    return problemOf("net/blocked");
  } catch {
    return problemOf("net/offline"); // nobody answers: the answer to our question
  }
}
