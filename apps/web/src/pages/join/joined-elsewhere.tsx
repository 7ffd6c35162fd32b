import { useEffect, useMemo, useState } from "preact/hooks";
import { openTabChannel } from "../../device/tab-channel.ts";
import { saveIdentity } from "../../state/identity.ts";
import { sessionStore } from "../../state/session-store.ts";
import { findTabs, takePlace, type OtherTab as Found } from "../../state/tab-talk.ts";
import { OtherTab } from "../../ui/other-tab.tsx";

export interface JoinedElsewhereProps {
  code: string;
  /** This tab has the place, and its name, from now on. */
  onMoved: (name: string) => void;
}

/** Another tab of this browser trains in the room; joining here as well stays possible. */
export function JoinedElsewhere({ code, onMoved }: JoinedElsewhereProps) {
  const channel = useMemo(() => openTabChannel(code), [code]);
  const [found, setFound] = useState<Found | null>(null);
  useEffect(() => {
    const stop = findTabs(channel, setFound);
    return () => {
      stop();
      channel.close();
    };
  }, [channel]);
  if (found === null) return null;
  const move = async () => {
    const given = await takePlace(channel, found.clientId);
    if (given === null) return false;
    saveIdentity(sessionStore, code, given);
    onMoved(given.name);
    return true;
  };
  return <OtherTab code={code} name={found.name} onMove={move} onJoin={null} />;
}
