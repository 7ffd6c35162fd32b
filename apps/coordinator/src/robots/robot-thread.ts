// Where robots live: one worker thread, in which they take turns. The thread that answers the class
// never waits for them.

import { workerFile } from "../home.ts";
import { Thread } from "../threads/thread.ts";
import type { Robot } from "./robot.ts";

/** Where robots go. */
export interface Address {
  /** Origin of the coordinator. */
  url: string;
  /** Code of the room. */
  code: string;
  /** The certificate that the coordinator shows there, PEM; null: plain HTTP. */
  cert: string | null;
}

export type RobotCalls = {
  /** Sends a robot in; answers at once. */
  join: { input: Address & { robot: Robot }; output: void };
  /** The coordinator shows this certificate from now on. */
  trust: { input: { cert: string }; output: void };
  /** It says goodbye; answers when the coordinator knows. */
  leave: { input: { clientId: string }; output: void };
};

/** A robot whose session is over by itself, and why. */
export interface RobotNews {
  clientId: string;
  why: string;
}

/** What the manager asks of it, so that it is tested without one. */
export interface RobotThread {
  join(address: Address, robot: Robot): Promise<void>;
  trust(cert: string): Promise<void>;
  leave(clientId: string): Promise<void>;
  close(): Promise<void>;
}

export interface Ears {
  onEnded: (news: RobotNews) => void;
  /** The thread is gone with all robots in it; the next `join` starts another. */
  onLost: (why: string) => void;
}

export type StartRobotThread = (ears: Ears) => RobotThread;

export const startRobotThread: StartRobotThread = ({ onEnded, onLost }) => {
  const thread = new Thread<RobotCalls>(workerFile("robots"), {
    onNews: (news) => onEnded(news as RobotNews),
    onLost: ({ message }) => onLost(message),
  });
  return {
    join: (address, robot) => thread.call("join", { ...address, robot }),
    trust: (cert) => thread.call("trust", { cert }),
    leave: (clientId) => thread.call("leave", { clientId }),
    close: () => thread.close(),
  };
};
