import type { Problem } from "../../net/room-socket.ts";
import { Frame } from "../../ui/frame.tsx";
import { Notice } from "../../ui/notice.tsx";

export interface HostProblemProps {
  /** null: there is no key at all. */
  problem: Problem | null;
  /** true while the coordinator has not answered yet. */
  isAsking?: boolean;
}

export function HostProblem({ problem, isAsking = false }: HostProblemProps) {
  const waits = isAsking && problem === null;
  return (
    <Frame code={null} online={null} data={null}>
      <main class="column stack">
        <h1>{waits ? "Host console" : "This console stays closed"}</h1>
        {waits ? (
          <p role="status">Asking the coordinator. It has not answered yet.</p>
        ) : (
          <Notice problem={problem ?? noKey}>
            <a class="button" href="/">
              Join as a volunteer
            </a>
          </Notice>
        )}
      </main>
    </Frame>
  );
}

const noKey: Problem = {
  code: "room/host-key",
  fact: "the address has no host key",
  cure: "Open the host link that the coordinator printed when it started; it ends in #key= and the key.",
};
