import type { VolunteerSnapshot } from "@spikefed/volunteer";
import { useRef } from "preact/hooks";
import { t } from "../../i18n/en/volunteer.ts";
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
  const executor = executorName(props.snapshot.device.executor);
  return (
    <section class="device stack tight" aria-label={t("thisDevice")}>
      <p class="quiet">
        {why === null ? t("trainsWith", { executor }) : t("trainsWithWhy", { executor, why })}
      </p>
      <details>
        <summary>{t("thisDevice")}</summary>
        <Report {...props} />
      </details>
      <details>
        <summary>{t("whatRound")}</summary>
        <p>{t("aRound")}</p>
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
        <CopyButton text={deviceText(rows)} label={t("copyReport")} />
        <a href="/bench" target="_blank" rel="noopener">
          {t("benchmark")}
        </a>
      </p>
    </div>
  );
}
