// The volunteer's page. Training runs in a worker; here its snapshots are drawn.

import { useEffect, useMemo } from "preact/hooks";
import { forgetIdentity, loadIdentity, saveIdentity, type Identity } from "../../state/identity.ts";
import { loadChoice, saveChoice } from "../../state/remembered-choice.ts";
import { wantedExecutor, wantedTuning } from "../../state/route.ts";
import { sessionStore } from "../../state/session-store.ts";
import { holdIdentity } from "../../state/tab-lock.ts";
import { startTraining, type TrainingLink } from "../../worker/training-link.ts";
import { useSignal } from "@preact/signals";
import { Preparing } from "./preparing.tsx";
import { Volunteering } from "./volunteering.tsx";
import "./volunteer.css";

export interface VolunteerPageProps {
  code: string;
  name: string;
}

export default function VolunteerPage({ code, name }: VolunteerPageProps) {
  const link = useTraining(code, name);
  if (link === null) return <Preparing code={code} name={name} text="Starting." failure={null} />;
  return <Live link={link} code={code} name={name} />;
}

function Live({ link, code, name }: VolunteerPageProps & { link: TrainingLink }) {
  const snapshot = link.snapshot.value;
  const failure = link.failure.value;
  if (snapshot === null || failure !== null) {
    return <Preparing code={code} name={name} text={link.preparing.value} failure={failure} />;
  }
  return <Volunteering link={link} snapshot={snapshot} code={code} name={name} />;
}

/** Starts the worker once this tab knows who it is. */
function useTraining(code: string, name: string): TrainingLink | null {
  const link = useSignal<TrainingLink | null>(null);
  const keep = useMemo(() => identityKeeper(code), [code]);
  useEffect(() => {
    let isOpen = true;
    void ownIdentity(code).then((resume) => {
      if (!isOpen) return;
      const executor = wantedExecutor(location.search);
      link.value = startTraining({
        ...{ room: code, name, resume, executor },
        tuning: wantedTuning(location.search),
        remembered: loadChoice(sessionStore),
        onIdentity: keep,
        onChoice: (choice) => executor ?? saveChoice(sessionStore, choice),
      });
    });
    const sleep = () => link.value?.send({ type: "sleep", asleep: true });
    const wake = () => link.value?.send({ type: "sleep", asleep: false });
    document.addEventListener("freeze", sleep);
    document.addEventListener("resume", wake);
    return () => {
      isOpen = false;
      document.removeEventListener("freeze", sleep);
      document.removeEventListener("resume", wake);
      link.value?.close();
    };
  }, [code, name]);
  return link.value;
}

/** The identity of before the reload, unless a duplicate of this tab has it. */
async function ownIdentity(code: string): Promise<Identity | null> {
  const known = loadIdentity(sessionStore, code);
  if (known === null) return null;
  const isMine = await holdIdentity(known.clientId, navigator.locks);
  if (isMine) return known;
  forgetIdentity(sessionStore, code);
  return null;
}

function identityKeeper(code: string): (identity: Identity | null) => void {
  let held: string | null = null;
  return (identity) => {
    if (identity === null) {
      forgetIdentity(sessionStore, code);
      return;
    }
    saveIdentity(sessionStore, code, identity);
    if (held !== identity.clientId) void holdIdentity(identity.clientId, navigator.locks);
    held = identity.clientId;
  };
}
