// Every error a part of Spikefed can raise: a code to branch on, the fact, and the cure.
// The table is the only place where a code, its words and its retry rule are written; it is one file,
// however long, so that a code is found and cannot be given twice.

/** What was found, by name: numbers, file names, codes. Never markup. */
export type Facts = Readonly<Record<string, string | number>>;

/** Whether doing the same thing again can help. */
export type Retry = "never" | "now" | "later";

interface ErrorKind {
  /** For the log and the developer: what was found, with the numbers. */
  readonly what: (facts: Facts) => string;
  /** For the person: the one thing to do now. */
  readonly cure: string;
  readonly retry: Retry;
  /** Milliseconds before which doing it again does not help; left out: it is not known. */
  readonly retryAfterMs?: (facts: Facts) => number;
}

const ofSeconds = ({ seconds }: Facts): number => 1000 * Number(seconds);

const kinds = {
  // --- wire/*: what a message may be -------------------------------------------------------
  "wire/version": {
    what: ({ got, want }) => `this page speaks protocol ${got}, the coordinator speaks ${want}`,
    cure: "Reload the page.",
    retry: "never",
  },
  "wire/invalid": {
    what: ({ event, path }) => `message "${event}" is not valid at "${path}"`,
    cure: "Reload the page; if it happens again, report it with the copied details.",
    retry: "never",
  },
  "wire/too-fast": {
    what: ({ event, perSecond }) => `more than ${perSecond} "${event}" messages a second`,
    cure: "Wait a moment; the page slows down by itself.",
    retry: "later",
  },
  "wire/not-allowed": {
    what: ({ event, role }) => `"${event}" is not for the role ${role}`,
    cure: "Open the host link that the coordinator printed.",
    retry: "never",
  },
  "wire/no-hello": {
    what: ({ event }) => `"${event}" came before hello`,
    cure: "Reload the page.",
    retry: "never",
  },
  "wire/internal": {
    what: ({ event }) => `the coordinator could not carry out "${event}"`,
    cure: "Try again; the reason is in the coordinator's log.",
    retry: "later",
  },
  // --- room/* ------------------------------------------------------------------------------
  "room/unknown": {
    what: ({ code }) => `no room ${code}`,
    cure: "Check the code. Codes have no vowels and no 0 or 1.",
    retry: "never",
  },
  "room/which": {
    what: () => "there are several rooms here, and none was named",
    cure: "Open the link of your room, or type its code of four signs.",
    retry: "never",
  },
  "room/too-many-codes": {
    what: ({ seconds }) => `too many wrong codes came from this address; wait ${seconds} s`,
    cure: "Wait a moment: this device asks again by itself.",
    retry: "later",
    retryAfterMs: ofSeconds,
  },
  "room/elsewhere": {
    what: () => "this connection is in another room",
    cure: "Reload the page.",
    retry: "never",
  },
  "room/broken": {
    what: () => "this room has ended: the coordinator cannot write on its disk any more",
    cure: "Ask the host; whoever runs the coordinator is told why and can start it again.",
    retry: "later",
  },
  "room/unopened": {
    what: () => "this room is closed: the coordinator could not open what it kept of it",
    cure: "Ask the host; whoever runs the coordinator is told why and can start it again.",
    retry: "later",
  },
  "room/full": {
    what: ({ limit }) =>
      limit === 1 ? "the only share is taken" : `all ${limit} shares are taken`,
    cure: "Watch instead, or ask the host to open a run with more shares.",
    retry: "later",
  },
  "room/stopping": {
    what: () => "the coordinator is stopping; whoever runs it asked it to",
    cure: "Nothing is lost. When it is started again, this page connects by itself.",
    retry: "later",
  },
  "room/host-key": {
    what: () => "the host key is wrong",
    cure: "Open the host link that the coordinator printed.",
    retry: "never",
  },
  "room/host-locked": {
    what: ({ seconds }) => `too many wrong host keys came from this address; wait ${seconds} s`,
    cure: "Wait, then open the host link that the coordinator printed; other addresses are not concerned.",
    retry: "later",
    retryAfterMs: ofSeconds,
  },
  "room/too-many-joins": {
    what: ({ seconds }) => `too many devices joined from this address; wait ${seconds} s`,
    cure: "Wait a moment: this device asks again by itself.",
    retry: "later",
    retryAfterMs: ofSeconds,
  },
  "room/session": {
    what: () => "this place in the room belongs to another connection",
    cure: "Join again; a new place is made for this device.",
    retry: "never",
  },
  "room/proof": {
    what: ({ why }) => `this device has not proved that it is who it says: ${why}`,
    cure: "Join again; a new place is made for this device.",
    retry: "never",
  },
  "room/robots": {
    what: ({ limit }) => `${limit} robots are in the room already`,
    cure: "Let one of them leave first.",
    retry: "later",
  },
  "room/no-robot": {
    what: ({ kind }) => `no robot that ${kind} is in the room`,
    cure: "Look at the table again: it may have left.",
    retry: "never",
  },
  "room/removed": {
    what: () => "the host removed this device",
    cure: "Ask the host if that was a mistake.",
    retry: "never",
  },
  "room/waiting": {
    what: () => "this device waits at the door until the host lets it in",
    cure: "Wait: the host sees that somebody is at the door.",
    retry: "later",
  },
  "room/turned-away": {
    what: () => "the host did not let this device in",
    cure: "Watch instead, or ask the host.",
    retry: "never",
  },
  "room/door-full": {
    what: ({ limit }) => `${limit} devices wait at the door already`,
    cure: "Try again when the host has let some of them in.",
    retry: "later",
  },
  "room/no-member": {
    what: ({ client }) => `no volunteer ${client} has a place in this room`,
    cure: "Look at the table again: it may have left.",
    retry: "never",
  },
  "room/has-sent": {
    what: ({ round }) => `the updates for round ${round} are in already`,
    cure: "What was sent stays counted; try again in the next round.",
    retry: "later",
  },
  "room/too-few-updates": {
    what: ({ have, needed }) => `${have} of the ${needed} updates that make a model have come`,
    cure: "Wait for more of them, or stop the run.",
    retry: "later",
  },
  "room/nobody-waits": {
    what: ({ waiting }) => `nobody waits at the door as number ${waiting}`,
    cure: "Look at the list again: it may have gone.",
    retry: "never",
  },
  "room/phase": {
    what: ({ command, phase }) => `"${command}" is not possible while the run is ${phase}`,
    cure: "Wait for the next phase, or stop the run first.",
    retry: "never",
  },
  "room/settings": {
    what: ({ key, got, allowed }) => `setting ${key} is ${got}; allowed is ${allowed}`,
    cure: "Change that setting to a value in the allowed range.",
    retry: "never",
  },
  // --- update/*: why an update was refused ---------------------------------------------------
  "update/not-invited": {
    what: ({ round }) => `this device was not invited to round ${round}`,
    cure: "Nothing to do; the next invitation comes by itself.",
    retry: "never",
  },
  "update/late": {
    what: ({ round, current }) => `round ${round} is closed, the room is in round ${current}`,
    cure: "Nothing to do; this device joins the next round.",
    retry: "never",
  },
  "update/enough": {
    what: ({ round }) =>
      `round ${round} had all the updates it waits for before this one was there`,
    cure: "Nothing is wrong: more devices were asked than are needed; this one joins the next round.",
    retry: "never",
  },
  "update/stale": {
    what: ({ got, want }) => `the update starts from model ${got}, the round's model is ${want}`,
    cure: "Nothing to do; the newest model is loaded for the next round.",
    retry: "never",
  },
  "update/conflict": {
    what: ({ updateId }) => `update ${updateId} was sent before with other bytes`,
    cure: "Reload the page.",
    retry: "never",
  },
  "update/size": {
    what: ({ got, limit }) => `the update has ${got} bytes, at most ${limit} fit this model`,
    cure: "Reload the page.",
    retry: "never",
  },
  "update/offset": {
    what: ({ got, want }) => `the chunk starts at byte ${got}, byte ${want} is next`,
    cure: "Continue from the byte that the coordinator names.",
    retry: "now",
  },
  "update/checksum": {
    what: ({ got, want }) => `sha256 is ${got}, ${want} was announced`,
    cure: "Send the update again.",
    retry: "now",
  },
  "update/shape": {
    what: ({ tensor, got, want }) => `tensor ${tensor} is ${got}, the model has ${want}`,
    cure: "Reload the page.",
    retry: "never",
  },
  "update/encoding": {
    what: ({ tensor, encoding, why }) => `tensor ${tensor} is no good ${encoding}: ${why}`,
    cure: "Reload the page.",
    retry: "never",
  },
  "update/not-finite": {
    what: ({ tensor, index, value }) => `tensor ${tensor} holds ${value} at ${index}`,
    cure: "Lower the learning rate; this round's work of the device is not counted.",
    retry: "never",
  },
  "update/range": {
    what: ({ tensor, index, value, limit }) =>
      `tensor ${tensor} changes by ${value} at ${index}, at most ${limit} is accepted`,
    cure: "Lower the learning rate; this round's work of the device is not counted.",
    retry: "never",
  },
  // --- aggregate/* -------------------------------------------------------------------------
  "aggregate/empty": {
    what: () => "there is no update to average",
    cure: "This is a fault of the program; report it with the run log.",
    retry: "never",
  },
  "aggregate/samples": {
    what: ({ got, before, limit }) =>
      `an update of ${got} pictures after ${before} does not fit an average of at most ${limit}`,
    cure: "Invite fewer clients to a round, or give them fewer pictures.",
    retry: "never",
  },
  "aggregate/too-few": {
    what: ({ strategy, got, needed }) =>
      `${strategy} needs ${needed} updates, the round has ${got}`,
    cure: "Ask for that many reports (minReports), or choose another strategy.",
    retry: "never",
  },
  "aggregate/client": {
    what: ({ client }) => `client ${client} has two updates in one round`,
    cure: "This is a fault of the program; report it with the run log.",
    retry: "never",
  },
  "aggregate/server-state": {
    what: ({ strategy, why }) => `the saved state of ${strategy} cannot be used: ${why}`,
    cure: "Open a new run; the model itself is kept and can be downloaded.",
    retry: "never",
  },
  // --- volunteer/*: what a volunteer's own device can meet ------------------------------------
  "volunteer/unreachable": {
    what: ({ url, why }) => `no coordinator answers at ${url}: ${why}`,
    cure: "Check the address and that the coordinator is running; it is tried again by itself.",
    retry: "later",
  },
  "volunteer/address": {
    what: ({ url, why }) => `there is no coordinator at ${url}: ${why}`,
    cure: "Start one with npm start and give the address that it prints.",
    retry: "later",
  },
  "simulate/option": {
    what: ({ option, got, allowed }) => `${option} is ${got}; allowed is ${allowed}`,
    cure: "Correct that option.",
    retry: "never",
  },
  "simulate/exists": {
    what: ({ folder }) => `${folder} holds a run already`,
    cure: "Add --resume to go on with it, or name another folder with --out.",
    retry: "never",
  },
  "simulate/other-run": {
    what: ({ folder, what, was, is }) =>
      `${folder} holds another run: ${what} was ${was} and is ${is} now`,
    cure: "Give the same settings on the same machine, or name another folder with --out.",
    retry: "never",
  },
  "simulate/other-build": {
    what: ({ folder, was, is }) =>
      `the run in ${folder} was made by another build: ${was}, this is ${is}`,
    cure: "Go on with the build that began it, name another folder with --out, or add --allow-other-build: the manifest then names both.",
    retry: "never",
  },
  "simulate/manifest": {
    what: ({ file, why }) => `${file} cannot be read: ${why}`,
    cure: "Put the file back as it was, or name another folder with --out.",
    retry: "never",
  },
  "simulate/stuck": {
    what: ({ round, attempts }) => `round ${round} got no usable update in ${attempts} attempts`,
    cure: "Lower the learning rate or the noise; go on with --resume is of no use here.",
    retry: "never",
  },
  // --- report/*: reports of runs on the disk ----------------------------------------------------
  "report/no-run": {
    what: ({ folder, why }) => `${folder} holds no run: ${why}`,
    cure: "Name a folder that npm run simulate wrote (--out), one that holds several, or the coordinator's data folder (.spikefed).",
    retry: "never",
  },
  "report/file": {
    what: ({ file, why }) => `${file} cannot be used: ${why}`,
    cure: "Put the file back as the run wrote it, or leave its folder out.",
    retry: "never",
  },
  "report/attacks": {
    what: ({ why }) => `these runs are no comparison of attacks: ${why}`,
    cure: "Name runs that differ in strategy, attackers and seed alone, and some that have attackers.",
    retry: "never",
  },
  "report/out": {
    what: ({ file, why }) => `the report cannot be written to ${file}: ${why}`,
    cure: "Name a file in a folder that exists and can be written, with --out; a folder for --plots is made.",
    retry: "never",
  },
  "simulate/busy": {
    what: ({ folder, pid }) => `${folder} is in use by another simulation (process ${pid})`,
    cure: "Wait for that one, stop it, or name another folder with --out.",
    retry: "later",
  },
  "simulate/lost": {
    what: ({ file }) => `${file} is needed to go on and is missing or damaged`,
    cure: "Put the file back from a copy, or start again in another folder with --out.",
    retry: "never",
  },
  "simulate/interrupted": {
    what: ({ signal }) => `interrupted by ${signal}; all that was finished is kept`,
    cure: "The same command with --resume goes on.",
    retry: "now",
  },
  "volunteer/untrusted": {
    what: ({ url, got }) =>
      `nobody known here vouches for ${url}; the SHA-256 of its certificate is ${got}`,
    cure: "Compare it with the one that the coordinator printed; if they are the same, give it with --fingerprint. If not, somebody is in between.",
    retry: "never",
  },
  "volunteer/option": {
    what: ({ option, got, allowed }) => `${option} is ${got}; allowed is ${allowed}`,
    cure: "Correct that option.",
    retry: "never",
  },
  "volunteer/download": {
    what: ({ path, why }) => `${path} could not be loaded: ${why}`,
    cure: "Check the connection, then reload the page.",
    retry: "later",
  },
  "volunteer/checksum": {
    what: ({ path, got, want }) => `${path} arrived with sha256 ${got}, announced was ${want}`,
    cure: "Reload the page; if it happens again, a proxy changes what it passes on.",
    retry: "now",
  },
  "volunteer/training": {
    what: ({ why }) => `the local training stopped: ${why}`,
    cure: "This round's work of the device is not counted; the next round starts afresh.",
    retry: "later",
  },
  "volunteer/device": {
    what: ({ why }) => `the graphics device failed twice: ${why}`,
    cure:
      "Close other tabs and programs that use graphics, then resume or join again; " +
      "or train on the processor (executor kernels/wasm).",
    retry: "later",
  },
  "volunteer/memory": {
    what: ({ why }) => `the graphics device has no room for this training: ${why}`,
    cure:
      "Close other tabs and programs that use graphics, then resume or join again; " +
      "or ask the host for a smaller batch or network.",
    retry: "later",
  },
  "volunteer/loading": {
    what: () => "model and shard are still loading",
    cure: "Wait a moment.",
    retry: "later",
  },
  "volunteer/ended": {
    what: () => "the coordinator ended this connection",
    cure: "Perhaps another tab took this place; reload the page to come back here.",
    retry: "now",
  },
  "volunteer/executor": {
    what: ({ why }) => `this device cannot run the model: ${why}`,
    cure: "Reload the page, or watch instead.",
    retry: "never",
  },
  // --- tensors/*: the safetensors format ------------------------------------------------------
  "tensors/corrupt": {
    what: ({ why }) => `not a safetensors file: ${why}`,
    cure: "Get the file again; it is broken or of another format.",
    retry: "never",
  },
  // --- audit/*: records of a run ---------------------------------------------------------------
  "audit/record": {
    what: ({ why }) => `this is no signed record: ${why}`,
    cure: "Get the record again; it is broken or of another version.",
    retry: "never",
  },
  "audit/key": {
    what: ({ file, why }) => `the key that signs records, ${file}, cannot be used: ${why}`,
    cure: "Put the file back from a copy. Deleted, a new key is made, and an audit names the change.",
    retry: "never",
  },
  // --- store/* ---------------------------------------------------------------------------------
  "store/corrupt": {
    what: ({ file, why }) => `${file} is damaged: ${why}`,
    cure: "The newest good state is used; keep the file for inspection or delete it.",
    retry: "never",
  },
  "store/busy": {
    what: ({ folder, pid }) => `${folder} is in use by another coordinator (process ${pid})`,
    cure: "Stop that one first, or choose another folder with --data-dir.",
    retry: "never",
  },
  "store/write": {
    what: ({ file, why }) => `${file} could not be written: ${why}`,
    cure: "Free some space or choose another folder with --data-dir, then start again.",
    retry: "never",
  },
  "store/full": {
    what: ({ file }) => `${file} could not be written: the disk is full`,
    cure: "Free some space on the coordinator's disk; the run goes on by itself.",
    retry: "later",
  },
  // --- start/*: the command line of the coordinator --------------------------------------------
  "start/option": {
    what: ({ option, why }) => `${option}: ${why}`,
    cure: "Run it with --help to see the options.",
    retry: "never",
  },
  "start/port": {
    what: ({ port, why }) => `port ${port} cannot be opened: ${why}`,
    cure: "Choose another with --port, or leave --port out to take a free one.",
    retry: "never",
  },
  "start/certificate": {
    what: ({ file, why }) => `the certificate cannot be used: ${file}: ${why}`,
    cure: "Give a certificate and its key with --cert and --key, both PEM, or leave both out: --https makes its own.",
    retry: "never",
  },
  // --- data/*: datasets --------------------------------------------------------------------------
  // (thrown by packages/datasets)
  "data/unreachable": {
    what: ({ name, why }) => `${name} could not be fetched: ${why}`,
    cure: "Check the network, or name an official archive that you have; drawn shapes need neither.",
    retry: "later",
  },
  "data/not-found": {
    what: ({ file }) => `there is no file or folder ${file}`,
    cure: "Check the path of the archive; a path is taken from the folder you started in.",
    retry: "never",
  },
  "data/not-archive": {
    what: ({ file, starts }) => `${file} is not a .tar.gz archive, it starts with ${starts}`,
    cure: "Download the archive again; a web page was probably saved in its place.",
    retry: "never",
  },
  "data/truncated": {
    what: ({ file, why }) => `the archive ${file} ends too early: ${why}`,
    cure: "The copy was cut off; delete it and download it again.",
    retry: "now",
  },
  "data/missing-member": {
    what: ({ file, member }) => `${file} has no ${member}`,
    cure: "Give the binary version of the archive that matches the dataset, not the Python one.",
    retry: "never",
  },
  "data/short": {
    what: ({ file, got, want }) => `${file} has ${got} bytes, ${want} are needed`,
    cure: "The copy was cut off; delete it and get it again.",
    retry: "now",
  },
  "data/corrupt": {
    what: ({ file, why }) => `${file} is damaged: ${why}`,
    cure: "Delete it; it is fetched again at the next start, or download the archive again.",
    retry: "now",
  },
  "data/label-range": {
    what: ({ file, record, label, classes }) =>
      `record ${record} of ${file} has label ${label}, labels are below ${classes}`,
    cure: "The file is of another dataset or damaged; get it again.",
    retry: "never",
  },
  "data/integrity": {
    what: ({ file, got, want }) => `the checksum of ${file} is ${got}, it must be ${want}`,
    cure: "A proxy or mirror changed the file; use another network or an official archive.",
    retry: "later",
  },
  "data/content": {
    what: ({ name, what, got, want }) => `this is not ${name}: ${what} is ${got}, not ${want}`,
    cure: "Get the dataset from its official archive.",
    retry: "never",
  },
  "data/cache-write": {
    what: ({ file, why }) => `${file} could not be written: ${why}`,
    cure: "Free some space (400 MB), or set SPIKEFED_CACHE to a folder that can be written.",
    retry: "later",
  },
  "data/index": {
    what: ({ index, count }) => `image ${index} was asked for, the set has ${count}`,
    cure: "This is a fault of the program; report it with the settings of the run.",
    retry: "never",
  },
  // --- end of data/* -----------------------------------------------------------------------------
  // --- verify/* ----------------------------------------------------------------------------------
  "verify/file": {
    what: ({ file, why }) => `${file} cannot be used: ${why}`,
    cure: "Name a golden case: a safetensors file as fixtures/golden has them.",
    retry: "never",
  },
  "verify/target": {
    what: ({ wanted, names }) => `nothing is called ${wanted}; there are ${names}`,
    cure: "Choose an executor and a backend from that list.",
    retry: "never",
  },
  // --- partition/* -------------------------------------------------------------------------------
  "partition/impossible": {
    what: ({ wanted, available }) => `${wanted} samples wanted, ${available} are there`,
    cure: "Use fewer clients or fewer samples a client.",
    retry: "never",
  },
  "partition/too-skewed": {
    what: ({ clients, alpha, least, pictures }) =>
      `partition.alpha is ${alpha}; allowed is more, to 100: no division of ${pictures} pictures gave each of ${clients} clients ${least}`,
    cure: "Use a larger alpha, fewer clients, or another partition.",
    retry: "never",
  },
  "partition/few-classes": {
    what: ({ key, got, allowed }) => `setting ${key} is ${got}; allowed is ${allowed}`,
    cure: "Use fewer classes a client, fewer samples a client, or a number of clients that is a multiple of the classes.",
    retry: "never",
  },
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof kinds;

/** All codes, for tests and documents. */
export const errorKinds: Readonly<Record<ErrorCode, ErrorKind>> = kinds;

/** An error as it crosses the wire. */
export interface ErrorReport {
  code: ErrorCode;
  fact: string;
  cure: string;
  retry: Retry;
  /** Milliseconds before which doing it again does not help; left out: it is not known. */
  retryAfterMs?: number;
}

/** The one error class. Branch on `code`, never on `message`. */
export class SpikefedError extends Error {
  override readonly name = "SpikefedError";
  readonly code: ErrorCode;
  readonly facts: Facts;
  readonly cure: string;
  readonly retry: Retry;

  constructor(code: ErrorCode, facts: Facts = {}, options?: ErrorOptions) {
    const kind = errorKinds[code];
    super(`${code}: ${kind.what(facts)}. ${kind.cure}`, options);
    this.code = code;
    this.facts = facts;
    this.cure = kind.cure;
    this.retry = kind.retry;
  }

  /** The fact alone, one sentence without the cure. */
  get fact(): string {
    return errorKinds[this.code].what(this.facts);
  }

  report(): ErrorReport {
    const { code, fact, cure, retry, facts } = this;
    const kind: ErrorKind = errorKinds[code];
    const retryAfterMs = kind.retryAfterMs?.(facts);
    return { code, fact, cure, retry, ...(retryAfterMs !== undefined && { retryAfterMs }) };
  }
}
