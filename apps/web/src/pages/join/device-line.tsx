import type { DeviceProbe } from "@spikefed/snn-core/probe";
import { t } from "../../i18n/en/join.ts";
import { deviceWords } from "../../state/device-words.ts";
import { bytes } from "../../state/format.ts";
import { TrustLink } from "../../ui/fingerprint-line.tsx";
import { SecureAddress } from "./secure-address.tsx";

export interface DeviceLineProps {
  device: DeviceProbe | null;
  downloadBytes: number | null;
}

export function DeviceLine({ device, downloadBytes }: DeviceLineProps) {
  const { state, sentence, advice } = deviceWords(device, navigator.userAgent);
  const download =
    downloadBytes === null ? t("stopAnyTime") : t("download", { size: bytes(downloadBytes) });
  return (
    <div class={`device-line ${state}`}>
      <p role="status">{sentence}</p>
      {advice === null ? null : <p class="quiet">{advice}</p>}
      {state === "insecure" ? <SecureAddress /> : null}
      <TrustLink />
      <p class="quiet">{download}</p>
    </div>
  );
}
