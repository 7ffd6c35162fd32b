// What a hello says of who this is: the place of before, and the proof that it is this device's.

import {
  helloText,
  PROTOCOL_VERSION,
  type ChallengeAnswer,
  type ClientMessage,
  type ErrorReport,
} from "@spikefed/protocol";

import type { Resume, Signer } from "./options.ts";
import type { Session } from "./session.ts";

type Hello = ClientMessage<"hello">;

export interface Introduction {
  resume: NonNullable<Hello["resume"]> | null;
  proof: NonNullable<Hello["proof"]> | null;
  /** What the place that is given belongs to; null: to its token alone. */
  bound: NonNullable<Resume["bound"]> | null;
}

/**
 * Asks for a challenge and signs it, where this device has a key.
 *
 * @returns `ok: false` with why the coordinator gave no challenge.
 * @throws {SpikefedError} `volunteer/unreachable`
 */
export async function introduce(
  session: Session,
): Promise<(Introduction & { ok: true }) | { ok: false; error: ErrorReport }> {
  const signer = (await session.options.signer?.()) ?? null;
  if (signer === null) return { ok: true, ...unsigned(session) };
  const answer = await firstOf(session.request("challenge", {}), () => otherVersion(session));
  if (!answer.ok) return answer;
  const made = await signed(session, signer, answer).catch(() => unsigned(session)); // as without a key
  return { ok: true, ...made };
}

/** Silence after which a coordinator is asked whether it is of another version, milliseconds. */
const SILENT_MS = 10_000;

/** `asked`, or what else is found out before it is answered. */
function firstOf<T, U>(asked: Promise<T>, otherwise: () => Promise<U | null>): Promise<T | U> {
  return new Promise((resolve, reject) => {
    asked.then(resolve, reject);
    void otherwise().then((found) => found !== null && resolve(found));
  });
}

/**
 * One that knows no challenges does not answer, and would be asked again for ever. A hello that tells
 * the version alone gets no place anywhere, and the refusal says whether the version is the same.
 *
 * @returns null: nothing speaks for it.
 */
async function otherVersion(session: Session): Promise<{ ok: false; error: ErrorReport } | null> {
  const { options, greetings } = session;
  if (options.rest === undefined) return null;
  await options.rest(SILENT_MS);
  if (session.greetings !== greetings || session.online || session.ended !== null) return null;
  const versionAlone = { protocol: PROTOCOL_VERSION } as Hello;
  const answer = await session.request("hello", versionAlone).catch(() => null);
  return answer?.ok === false && answer.error.code === "wire/version" ? answer : null;
}

function unsigned({ resume }: Session): Introduction {
  return { resume: usable(resume, null), proof: null, bound: null };
}

async function signed(
  { resume: before, options: { room } }: Session,
  { key, sign }: Signer,
  { challenge, coordinator }: ChallengeAnswer,
): Promise<Introduction> {
  const bound = { key, coordinator };
  const resume = usable(before, bound);
  const clientId = resume?.clientId ?? null;
  const facts = { room, coordinator, challenge, key, clientId };
  const signature = await sign(helloText({ protocol: PROTOCOL_VERSION, ...facts }));
  return { resume, proof: { key, challenge, signature }, bound };
}

/**
 * A place that belongs to another key, or that another coordinator gave, is not asked for: it would be
 * refused, and a coordinator that does not even claim to be the one that gave it learns no token.
 */
function usable(resume: Resume | null, now: Resume["bound"] | null): Introduction["resume"] {
  if (resume === null) return null;
  const { clientId, token, bound } = resume;
  const isSame = bound?.key === now?.key && bound?.coordinator === now?.coordinator;
  return bound === undefined || isSame ? { clientId, token } : null;
}
