// From the address to a page. Join turns into the volunteer page in the same document.

import { signal } from "@preact/signals";
import { JoinPage, type JoinAnswer } from "./pages/join/join-page.tsx";
import { loadIdentity } from "./state/identity.ts";
import { readRoute, type Route } from "./state/route.ts";
import { sessionStore } from "./state/session-store.ts";
import { lazyPage } from "./ui/lazy-page.tsx";
import { MissingPage } from "./ui/missing-page.tsx";

const VolunteerPage = lazyPage(() => import("./pages/volunteer/volunteer-page.tsx"));
const WatchPage = lazyPage(() => import("./pages/volunteer/watch-page.tsx"));
const HostPage = lazyPage(() => import("./pages/host/host-page.tsx"));
const ShowPage = lazyPage(() => import("./pages/show/show-page.tsx"));
const ExplainPage = lazyPage(() => import("./pages/explain/explain-page.tsx"));
const BenchPage = lazyPage(() => import("./pages/bench/bench-page.tsx"));
const TrustPage = lazyPage(() => import("./pages/trust/trust-page.tsx"));

const route = signal<Route>(readRoute(location));
/** The name that was just chosen; null after a reload. */
const joined = signal<JoinAnswer | null>(null);

function go(path: string): void {
  history.replaceState(null, "", `${path}${location.search}`);
  route.value = readRoute(location);
}

function join(answer: JoinAnswer): void {
  joined.value = answer;
  go(`/room/${answer.code}`);
}

export function App() {
  const where = route.value;
  switch (where.page) {
    case "join":
      return <JoinPage code={where.code} onJoin={join} />;
    case "room":
      return <Room code={where.code} watch={where.watch} />;
    case "host":
      return <HostPage code={where.code} />;
    case "show":
      return <ShowPage code={where.code} />;
    case "bench":
      return <BenchPage isCheck={where.isCheck} />;
    case "explain":
      return <ExplainPage />;
    case "trust":
      return <TrustPage />;
    case "missing":
      return <MissingPage />;
  }
}

/** A reload comes back as the same volunteer; a shared link asks first. */
function Room({ code, watch }: { code: string; watch: boolean }) {
  if (watch) return <WatchPage code={code} />;
  const known = loadIdentity(sessionStore, code);
  const name = joined.value?.name ?? known?.name;
  if (name === undefined) return <JoinPage code={code} onJoin={join} />;
  return <VolunteerPage code={code} name={name} />;
}
