import type { RunSettings } from "@spikefed/protocol";

export interface PartitionChoiceProps {
  settings: RunSettings;
  onChoose: (settings: RunSettings) => void;
}

const kinds = [
  {
    kind: "iid",
    title: "Alike (IID)",
    help: "Every device gets the same mixture of classes. The default.",
    partition: { kind: "iid" },
  },
  {
    kind: "fedsnn-dirichlet",
    title: "As in the paper (FedSNN)",
    help: "Each class is split in unequal shares; who has enough pictures gets no more.",
    partition: { kind: "fedsnn-dirichlet", alpha: 0.5 },
  },
  {
    kind: "dirichlet",
    title: "Unequal (Dirichlet)",
    help: "Each device gets more of some classes; alpha says how unequal.",
    partition: { kind: "dirichlet", alpha: 0.5 },
  },
  {
    kind: "pathological",
    title: "A few classes each (pathological)",
    help: "Every device knows only so many classes and never sees the others.",
    partition: { kind: "pathological", classesPerClient: 2 },
  },
  {
    kind: "shard",
    title: "Sorted and cut (shard)",
    help: "Pictures sorted by class and cut in pieces, as in the first paper on FedAvg.",
    partition: { kind: "shard", shardsPerClient: 2 },
  },
] as const;

export function PartitionChoice({ settings, onChoose }: PartitionChoiceProps) {
  return (
    <fieldset class="stack tight">
      <legend>How the pictures are dealt</legend>
      <div class="choices">
        {kinds.map(({ kind, title, help, partition }) => (
          <label key={kind} class="choice">
            <input
              type="radio"
              name="partition"
              value={kind}
              checked={settings.partition.kind === kind}
              onChange={() => onChoose({ ...settings, partition })}
            />
            <span>
              {title}
              <span class="help block">{help}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
