import type { DeviceProbe } from "@spikefed/snn-core/probe";
import { deviceWords } from "../../state/device-words.ts";
import { bytes } from "../../state/format.ts";

export interface DeviceLineProps {
  device: DeviceProbe | null;
  downloadBytes: number | null;
}

export function DeviceLine({ device, downloadBytes }: DeviceLineProps) {
  const { state, sentence, advice } = deviceWords(device);
  const download =
    downloadBytes === null ? "" : `Downloads ${bytes(downloadBytes)} and the training code, once. `;
  return (
    <div class={`device-line ${state}`}>
      <p role="status">{sentence}</p>
      {advice === null ? null : <p class="quiet">{advice}</p>}
      <p class="quiet">{download}Stop any time.</p>
    </div>
  );
}
