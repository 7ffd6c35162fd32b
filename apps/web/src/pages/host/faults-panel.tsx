// What the host can put in the run's way while it is on, to show what happens then.

import type { RunView } from "@spikefed/fl-core";
import type { HostCommand, RosterEntry, RunSettings } from "@spikefed/protocol";
import { useState } from "preact/hooks";
import { t } from "../../i18n/en/desk.ts";
import {
  faultChanges,
  faultFields,
  faultRange,
  faultTexts,
  isRight,
  type FaultField,
  type FaultTexts,
} from "../../state/fault-fields.ts";
import { isBuffered } from "../../state/is-buffered.ts";
import { pickDrops } from "../../state/pick-drops.ts";
import { AskButton } from "../../ui/ask-button.tsx";

export interface FaultsPanelProps {
  /** Those of the next round. */
  settings: RunSettings;
  /** Looked at when somebody is dropped by lot. */
  now: () => { view: RunView; roster: readonly RosterEntry[] };
  onCommand: (message: HostCommand) => Promise<boolean>;
}

export function FaultsPanel({ settings, now, onCommand }: FaultsPanelProps) {
  const [said, setSaid] = useState("");
  const act = async (message: HostCommand, text: string) => {
    if (await onCommand(message)) setSaid(text);
  };
  return (
    <details>
      <summary>{t("faults")}</summary>
      <div class="stack">
        <p class="help">{t("faultsHelp")}</p>
        <Chances now={settings} onAct={act} />
        <DropMany now={now} onAct={act} onNobody={() => setSaid(t("nobodyToDrop"))} />
        <p role="status">{said}</p>
      </div>
    </details>
  );
}

type Act = (message: HostCommand, said: string) => Promise<void>;

function Chances({ now, onAct }: { now: RunSettings; onAct: Act }) {
  const [typed, setTyped] = useState<Partial<FaultTexts>>({});
  const texts = { ...faultTexts(now), ...typed };
  const changes = faultChanges(texts, now);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (changes === null) return;
    await onAct({ command: "adjust", changes }, t("applied"));
    setTyped({});
  };
  return (
    <form class="stack tight" onSubmit={(event) => void submit(event)}>
      {faultFields(now).map((field) => (
        <FaultInput
          key={field}
          {...{ field, now }}
          text={texts[field]}
          onType={(text) => setTyped({ ...typed, [field]: text })}
        />
      ))}
      <AskButton type="submit" disabled={changes === null}>
        {t("apply")}
      </AskButton>
    </form>
  );
}

interface FaultInputProps {
  field: FaultField;
  now: RunSettings;
  text: string;
  onType: (text: string) => void;
}

function FaultInput({ field, now, text, onType }: FaultInputProps) {
  const isWhole = field === "participants";
  const { label, help } = wordsOf(field, now);
  const isWrong = !isRight(field, text, now);
  const range = faultRange(field, now);
  return (
    <div class="field">
      <label for={`fault-${field}`}>{label}</label>
      <input
        id={`fault-${field}`}
        inputMode={isWhole ? "numeric" : "decimal"}
        autocomplete="off"
        value={text}
        placeholder={isWhole ? t("everybody") : ""}
        aria-invalid={isWrong}
        aria-describedby={`fault-${field}-help`}
        onInput={(event) => onType(event.currentTarget.value)}
      />
      <p id={`fault-${field}-help`} class="help">
        {isWrong ? (
          <strong class="wrong">{t(isWhole ? "wholeRange" : "numberRange", range)} </strong>
        ) : null}
        {help}
      </p>
    </div>
  );
}

function wordsOf(field: FaultField, settings: RunSettings): { label: string; help: string } {
  switch (field) {
    case "participants": {
      const label = t(isBuffered({ settings }) ? "atWork" : "invited");
      return { label, help: t("participantsHelp") };
    }
    case "stragglers":
      return { label: t("stragglers"), help: t("stragglersHelp") };
    case "noise":
      return { label: t("noise"), help: "" };
  }
}

interface DropManyProps extends Pick<FaultsPanelProps, "now"> {
  onAct: Act;
  onNobody: () => void;
}

function DropMany({ now, onAct, onNobody }: DropManyProps) {
  const [wanted, setWanted] = useState(1);
  const drop = (event: Event) => {
    event.preventDefault();
    const { roster, view } = now();
    const clients = pickDrops(roster, view, { count: wanted, random: Math.random });
    if (clients.length === 0) onNobody();
    else void onAct({ command: "drop", clients }, t("didDrop", { count: clients.length }));
  };
  return (
    <form class="field" onSubmit={drop}>
      <label for="drop-many">{t("dropMany")}</label>
      <div class="row">
        <input
          id="drop-many"
          class="short"
          type="number"
          min={1}
          max={1000}
          required
          value={wanted}
          onInput={(event) => setWanted(event.currentTarget.valueAsNumber)}
        />
        <AskButton type="submit">{t("drop")}</AskButton>
      </div>
    </form>
  );
}
