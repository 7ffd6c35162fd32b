// The training of this tab: its worker, once it is known who the tab is, and what becomes of the tab.

import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { openTabChannel } from "../../device/tab-channel.ts";
import type { Identity } from "../../state/identity.ts";
import { loadChoice, saveChoice } from "../../state/remembered-choice.ts";
import { wantedExecutor, wantedTuning } from "../../state/route.ts";
import { sessionStore } from "../../state/session-store.ts";
import { answerTabs, takePlace } from "../../state/tab-talk.ts";
import type { PageMessage } from "../../worker/messages.ts";
import { startTraining, type TrainingLink } from "../../worker/training-link.ts";
import { ownPlace } from "./own-place.ts";
import { watchTab, type TabLife } from "./tab-life.ts";

export type Training =
  | { state: "starting" }
  /** Another tab has this identity: the person chooses. */
  | { state: "elsewhere"; name: string; move: () => Promise<boolean>; joinToo: () => void }
  | { state: "live"; link: TrainingLink; life: TabLife }
  /** Another tab has taken it over. */
  | { state: "moved" };

export function useTraining(code: string, name: string): Training {
  const training = useSignal<Training>({ state: "starting" });
  const tab = useMemo(() => openTab(code, name, (now) => (training.value = now)), [code, name]);
  useEffect(() => {
    tab.open();
    return tab.close;
  }, [tab]);
  return training.value;
}

function openTab(code: string, name: string, show: (training: Training) => void) {
  const place = ownPlace(code);
  const channel = openTabChannel(code);
  let link: TrainingLink | null = null;
  let isOpen = false;
  const send = (message: PageMessage) => link?.send(message);
  const life = watchTab(send);
  const start = (resume: Identity | null) => {
    if (!isOpen) return;
    link = begin(code, resume?.name ?? name, resume, place.keep);
    life.begin();
    show({ state: "live", link, life });
  };
  const ask = ({ clientId, name: other }: Identity) =>
    show({
      ...{ state: "elsewhere", name: other },
      move: async () => {
        const given = await takePlace(channel, clientId);
        if (given === null) return false;
        place.keep(given);
        start(given);
        return true;
      },
      joinToo: () => start(null),
    });
  const stopAnswering = answerTabs(channel, {
    identity: place.held,
    stop: () => {
      link?.close();
      place.letGo();
      show({ state: "moved" });
    },
  });
  return {
    open: () => {
      isOpen = true;
      void place.claim().then(({ resume, elsewhere }) => {
        if (elsewhere !== null) ask(elsewhere);
        else start(resume);
      });
    },
    close: () => {
      isOpen = false;
      stopAnswering();
      channel.close();
      life.stop();
      link?.close();
    },
  };
}

function begin(
  room: string,
  name: string,
  resume: Identity | null,
  onIdentity: (identity: Identity | null) => void,
): TrainingLink {
  const executor = wantedExecutor(location.search);
  return startTraining({
    ...{ room, name, resume, executor, onIdentity },
    tuning: wantedTuning(location.search),
    remembered: loadChoice(sessionStore),
    onChoice: (choice) => executor ?? saveChoice(sessionStore, choice),
  });
}
