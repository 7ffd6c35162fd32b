import type { RunSettings } from "@spikefed/protocol";
import { t } from "../../i18n/en/methods.ts";
import { methodWords } from "../../state/method-words.ts";

export interface PartitionChoiceProps {
  settings: RunSettings;
  onChoose: (settings: RunSettings) => void;
}

const kinds = [
  {
    kind: "iid",
    words: "iid",
    partition: { kind: "iid" },
  },
  {
    kind: "fedsnn-dirichlet",
    words: "fedsnn",
    partition: { kind: "fedsnn-dirichlet", alpha: 0.5 },
  },
  {
    kind: "dirichlet",
    words: "dirichlet",
    partition: { kind: "dirichlet", alpha: 0.5 },
  },
  {
    kind: "pathological",
    words: "pathological",
    partition: { kind: "pathological", classesPerClient: 2 },
  },
  {
    kind: "shard",
    words: "shard",
    partition: { kind: "shard", shardsPerClient: 2 },
  },
] as const;

export function PartitionChoice({ settings, onChoose }: PartitionChoiceProps) {
  return (
    <fieldset class="stack tight">
      <legend>{t("howDealt")}</legend>
      <div class="choices">
        {kinds.map(({ kind, words, partition }) => (
          <label key={kind} class="choice">
            <input
              type="radio"
              name="partition"
              value={kind}
              checked={settings.partition.kind === kind}
              onChange={() => onChoose({ ...settings, partition })}
            />
            <span>
              {methodWords(words).title}
              <span class="help block">{methodWords(words).help}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
