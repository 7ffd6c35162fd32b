// The form for another run: only in the lobby and when a run is over.

import type { RunSettings } from "@spikefed/protocol";
import type { RefObject } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../i18n/en/settings.ts";
import { dropsField } from "../../state/drops-field.ts";
import { partitionField } from "../../state/partition-fields.ts";
import { withPreset } from "../../state/preset-words.ts";
import { wantedLesson } from "../../state/wanted-lesson.ts";
import { mainFields, moreFields } from "../../state/settings-fields.ts";
import { readForm, textsOf } from "../../state/settings-form.ts";
import { AskButton } from "../../ui/ask-button.tsx";
import { LessonChoice } from "./lesson-choice.tsx";
import { MethodChoices } from "./method-choices.tsx";
import { NumberInput } from "./number-input.tsx";
import { PartitionChoice } from "./partition-choice.tsx";
import { PresetChoice } from "./preset-choice.tsx";

export interface SetupPanelProps {
  /** What the form starts with. */
  start: RunSettings;
  /** The pictures are drawn shapes. */
  procedural: boolean;
  /** Settles with false when the coordinator refused. */
  onOpen: (settings: RunSettings) => Promise<boolean>;
  /** Has the focus when the form was unfolded. */
  heading: RefObject<HTMLHeadingElement>;
}

export function SetupPanel({ start, procedural, onOpen, heading }: SetupPanelProps) {
  return (
    <section id="setup" class="panel stack" aria-labelledby="setup-title">
      <h2 id="setup-title" ref={heading} tabIndex={-1}>
        {t("setUp")}
      </h2>
      <LessonChoice
        wanted={wantedLesson(location.search)}
        procedural={procedural}
        onOpen={onOpen}
      />
      <SettingsForm start={start} onOpen={onOpen} />
    </section>
  );
}

function SettingsForm({ start, onOpen }: Pick<SetupPanelProps, "start" | "onOpen">) {
  const [base, setBase] = useState(start);
  const [texts, setTexts] = useState(() => textsOf(start));
  const [said, setSaid] = useState("");
  const { settings, problems } = readForm(base, texts);
  const type = (key: string, text: string) => setTexts({ ...texts, [key]: text });
  const dealing = partitionField(base.partition);
  const input = { texts, problems, onType: type };
  const submit = async (event: Event) => {
    event.preventDefault();
    if (problems.size > 0) setSaid([...problems.values()].join(" "));
    else setSaid((await onOpen(settings)) ? "" : t("notOpened"));
  };
  return (
    <form class="stack" noValidate onSubmit={(event) => void submit(event)}>
      <PresetChoice settings={settings} onChoose={(preset) => setBase(withPreset(base, preset))} />
      <PartitionChoice settings={base} onChoose={setBase} />
      <div class="fields">
        {[...(dealing === null ? [] : [dealing]), ...mainFields].map((field) => (
          <NumberInput key={field.key} field={field} {...input} />
        ))}
      </div>
      <MoreSettings base={base} onBase={setBase} {...input} />
      <p role="status">{said}</p>
      <AskButton type="submit" class="primary tall">
        {t("openRun")}
      </AskButton>
    </form>
  );
}

/** Where the rate drops stands before by how much. */
const withDrops = moreFields.flatMap((field) =>
  field.key === "learningRateDrops.factor" ? [dropsField, field] : [field],
);

interface MoreProps {
  base: RunSettings;
  onBase: (settings: RunSettings) => void;
  texts: Readonly<Record<string, string>>;
  problems: ReadonlyMap<string, string>;
  onType: (key: string, text: string) => void;
}

function MoreSettings({ base, onBase, ...input }: MoreProps) {
  return (
    <details>
      <summary>{t("allSettings")}</summary>
      <div class="stack">
        <Ticks base={base} onBase={onBase} />
        <div class="fields">
          <MethodChoices base={base} onBase={onBase} />
          {withDrops.map((field) => (
            <NumberInput key={field.key} field={field} {...input} />
          ))}
        </div>
      </div>
    </details>
  );
}

const ticks = [
  { key: "stepMode", help: "stepModeHelp" },
  { key: "adaptWork", help: "adaptWorkHelp" },
] as const;

/** Settings that are on or off. */
function Ticks({ base, onBase }: Pick<MoreProps, "base" | "onBase">) {
  return ticks.map(({ key, help }) => (
    <label class="check" key={key}>
      <input
        type="checkbox"
        checked={base[key]}
        onChange={(event) => onBase({ ...base, [key]: event.currentTarget.checked })}
      />
      <span>
        {t(key)}
        <span class="help">{t(help)}</span>
      </span>
    </label>
  ));
}
