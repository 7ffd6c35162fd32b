// Numbers as people read them: a unit always, missing as "not measured".

export const NOT_MEASURED = "not measured";

/** 0.487 -> "48.7 %". */
export function percent(fraction: number | null, digits = 1): string {
  return fraction === null ? NOT_MEASURED : `${(100 * fraction).toFixed(digits)} %`;
}

/** Mean cross entropy, nats: "1.62". */
export function lossText(loss: number | null): string {
  return loss === null ? NOT_MEASURED : loss.toFixed(2);
}

export function count(value: number): string {
  return value.toLocaleString("en");
}

export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** 48 -> "48 s", 125 -> "2 min 5 s". */
export function seconds(value: number): string {
  const whole = Math.max(0, Math.round(value));
  if (whole < 60) return `${whole} s`;
  const rest = whole % 60;
  return rest === 0 ? `${Math.floor(whole / 60)} min` : `${Math.floor(whole / 60)} min ${rest} s`;
}

export function bytes(value: number): string {
  if (value < 1000) return `${Math.round(value)} B`;
  if (value < 1e6) return `${Math.round(value / 1000)} kB`;
  return `${(value / 1e6).toFixed(1)} MB`;
}

export function speed(imagesPerSecond: number | null): string {
  if (imagesPerSecond === null) return NOT_MEASURED;
  const digits = imagesPerSecond < 10 ? 1 : 0;
  return `${imagesPerSecond.toFixed(digits)} pictures/s`;
}

/** Time of day on this device, "10:42". */
export function clockTime(atMs: number): string {
  return new Date(atMs).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

/** "a", "a and b", "a, b and c". */
export function list(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
