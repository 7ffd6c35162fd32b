// Join: one sentence, a name, one button. The device is checked while the person reads.

import { probeDevice, type DeviceProbe } from "@spikefed/snn-core/probe";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../i18n/en/join.ts";
import { friendlyName } from "../../state/names.ts";
import { isRoomCode, normaliseCode } from "../../state/route.ts";
import { Frame } from "../../ui/frame.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { WordLink } from "../../ui/word-link.tsx";
import { DeviceLine } from "./device-line.tsx";
import { JoinedElsewhere } from "./joined-elsewhere.tsx";
import { Promises } from "./promises.tsx";
import { RoomLine } from "./room-line.tsx";
import { useRoom, type RoomState } from "./use-room.ts";
import "./join.css";

export interface JoinAnswer {
  code: string;
  name: string;
}

export interface JoinPageProps {
  /** From the link or QR code; null asks for it. */
  code: string | null;
  onJoin: (answer: JoinAnswer) => void;
}

export function JoinPage({ code, onJoin }: JoinPageProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const complete = normaliseCode(typed ?? "");
  const room = useRoom(code ?? (isRoomCode(complete) ? complete : null));
  const device = useDevice();
  useTitle(`${t("join")} - spikefed`);
  const known = room.state === "known" ? room.room : null;
  const here = known?.code;
  return (
    <Frame code={code} online={null} data={known?.dataset ?? null}>
      <main class="column join stack">
        <h1>{t(known?.network === "ann" ? "titleAnn" : "title")}</h1>
        <p class="lead">{t("lead")}</p>
        {here === undefined ? null : (
          <JoinedElsewhere code={here} onMoved={(name) => onJoin({ code: here, name })} />
        )}
        <JoinForm {...{ code, room, onJoin, typed }} onType={setTyped} />
        <DeviceLine device={device} downloadBytes={known?.downloadBytes ?? null} />
        <p>
          <WordLink word="spike" text={t("whatIsSpiking")} />
        </p>
        <Promises pictures={known?.dataset ?? null} />
        <RoomLine code={code} room={room} />
      </main>
    </Frame>
  );
}

interface JoinFormProps extends JoinPageProps {
  room: RoomState;
  /** What was typed for a code; null: nothing yet. */
  typed: string | null;
  onType: (text: string) => void;
}

function JoinForm({ code, room, onJoin, typed, onType }: JoinFormProps) {
  const [name, setName] = useState(() => friendlyName(Math.random));
  const button = useRef<HTMLButtonElement>(null);
  const only = room.state === "known" ? room.room.code : "";
  const chosen = code ?? normaliseCode(typed ?? only);
  const ready = isRoomCode(chosen);
  useEffect(() => {
    if (ready && typed === null) button.current?.focus();
  }, [ready, typed]);
  const submit = (event: Event) => {
    event.preventDefault();
    if (ready && name.trim() !== "") onJoin({ code: chosen, name: name.trim() });
  };
  return (
    <form class="stack" onSubmit={submit}>
      {code === null ? <CodeField value={typed ?? only} onType={onType} /> : null}
      <NameField value={name} onName={setName} />
      <button ref={button} class="primary large join-button" type="submit">
        {t("joinRoom")}
      </button>
      <p>
        <a href={ready ? `/room/${chosen}?watch=1` : "/"}>{t("justWatch")}</a>
      </p>
    </form>
  );
}

function CodeField({ value, onType }: { value: string; onType: (text: string) => void }) {
  return (
    <div class="field">
      <label for="code">{t("code")}</label>
      <input
        id="code"
        class="code"
        value={value}
        required
        maxLength={12}
        autocomplete="off"
        autocapitalize="characters"
        spellcheck={false}
        aria-describedby="code-help"
        onInput={(event) => onType(event.currentTarget.value)}
      />
      <p id="code-help" class="help">
        {t("codeHelp")}
      </p>
    </div>
  );
}

function NameField({ value, onName }: { value: string; onName: (name: string) => void }) {
  return (
    <div class="field">
      <label for="name">{t("name")}</label>
      <div class="with-button">
        <input
          id="name"
          value={value}
          required
          maxLength={24}
          autocomplete="off"
          spellcheck={false}
          aria-describedby="name-help"
          onInput={(event) => onName(event.currentTarget.value)}
        />
        <button type="button" onClick={() => onName(friendlyName(Math.random))}>
          {t("newName")}
        </button>
      </div>
      <p id="name-help" class="help">
        {t("nameHelp")}
      </p>
    </div>
  );
}

function useDevice(): DeviceProbe | null {
  const [device, setDevice] = useState<DeviceProbe | null>(null);
  useEffect(() => {
    void probeDevice().then(setDevice);
  }, []);
  return device;
}
