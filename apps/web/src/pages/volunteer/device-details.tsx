import type { VolunteerSnapshot } from "@spikefed/volunteer";
import { useRef } from "preact/hooks";
import { deviceRows, deviceText } from "../../state/device-report.ts";
import { executorName } from "../../state/device-words.ts";
import { CopyButton } from "../../ui/copy-button.tsx";
import { executorFacts } from "../../state/executor-why.ts";
import { FactList } from "../../ui/fact-list.tsx";
import type { WakeState } from "../../device/wake-lock.ts";
import type { WorkingPace } from "../../state/pace.ts";
import type { ExecutorChoice } from "../../worker/messages.ts";
import type { PlannedMemory } from "../../worker/planned-memory.ts";

export interface DeviceDetailsProps {
  snapshot: VolunteerSnapshot;
  choice: ExecutorChoice | null;
  screen: WakeState;
  pace: WorkingPace | null;
  memory: PlannedMemory | null;
}

export function DeviceDetails(props: DeviceDetailsProps) {
  const { why } = executorFacts(props.snapshot.device, props.choice);
  return (
    <section class="device stack tight" aria-label="This device">
      <p class="quiet">
        Trains with {executorName(props.snapshot.device.executor)}
        {why === null ? "" : ` (${why})`}.
      </p>
      <details>
        <summary>This device</summary>
        <Report {...props} />
      </details>
      <details>
        <summary>What is a round?</summary>
        <p>
          Every device gets the same model, trains a copy on its own pictures and sends the copy
          back. The coordinator averages the copies; the average is the group model of the next
          round.
        </p>
      </details>
    </section>
  );
}

function Report({ snapshot, choice, screen, pace, memory }: DeviceDetailsProps) {
  const { device, work, bytesDown, bytesUp, workedMs, receipt } = snapshot;
  const { batches, allocatedBytes } = snapshot;
  // Between rounds the speed of the last one stays.
  const speed = useRef<number | null>(null);
  speed.current = work?.imagesPerSecond ?? speed.current;
  const rows = deviceRows({
    ...{ device, bytesDown, bytesUp, workedMs, screen, receipt },
    ...{ batches, allocatedBytes, memory, pace },
    ...executorFacts(device, choice),
    imagesPerSecond: speed.current,
  });
  return (
    <div class="stack">
      <FactList rows={rows} />
      <p class="row">
        <CopyButton text={deviceText(rows)} label="Copy for a bug report" />
        <a href="/bench" target="_blank" rel="noopener">
          Benchmark of this device (new tab)
        </a>
      </p>
    </div>
  );
}
