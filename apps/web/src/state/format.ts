// Numbers as people read them: a unit always, missing as "not measured".

import { t } from "../i18n/en/units.ts";
import { fixedText, listText, numberText, timeText } from "../i18n/intl.ts";

export const notMeasured = (): string => t("notMeasured");

/** 0.487 -> "48.7 %". */
export function percent(fraction: number | null, digits = 1): string {
  return fraction === null
    ? notMeasured()
    : t("percent", { number: fixedText(100 * fraction, digits) });
}

/** Mean cross entropy, nats: "1.62". */
export function lossText(loss: number | null): string {
  return loss === null ? notMeasured() : fixedText(loss, 2);
}

export const count = numberText;

export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** 48 -> "48 s", 125 -> "2 min 5 s". */
export function seconds(value: number): string {
  const whole = Math.max(0, Math.round(value));
  if (whole < 60) return t("seconds", { number: whole });
  const [minutes, rest] = [Math.floor(whole / 60), whole % 60];
  return rest === 0 ? t("minutes", { minutes }) : t("minutesSeconds", { minutes, seconds: rest });
}

/** 0.84 -> "0.8 s". */
export const tenths = (value: number): string => t("seconds", { number: fixedText(value, 1) });

/** Minutes and seconds of a running time: 12_400 ms -> "0:12". */
export function clockText(ms: number): string {
  const whole = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

export function bytes(value: number): string {
  if (value < 1000) return t("bytes", { number: Math.round(value) });
  if (value < 1e6) return t("kilobytes", { number: Math.round(value / 1000) });
  return t("megabytes", { number: fixedText(value / 1e6, 1) });
}

export function speed(imagesPerSecond: number | null): string {
  if (imagesPerSecond === null) return notMeasured();
  return t("speed", { number: fixedText(imagesPerSecond, imagesPerSecond < 10 ? 1 : 0) });
}

/** Time of day on this device, "10:42". */
export const clockTime = timeText;

/** "a", "a and b", "a, b and c". */
export const list = listText;
