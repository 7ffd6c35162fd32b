// Settings from outside, such as a command line, with errors that say what is allowed.

import * as v from "valibot";

import { checkTogether } from "./check-settings.ts";
import { SpikefedError } from "./errors.ts";
import { RunSettings } from "./settings.ts";

/**
 * Settings of unknown origin, checked, also against each other. `checkSettings` follows when the
 * dataset is known.
 *
 * @throws {SpikefedError} `room/settings` with the first wrong key, its value and what is allowed.
 */
export function readSettings(raw: unknown): RunSettings {
  const settings = readAs(RunSettings, raw);
  checkTogether(settings);
  return settings;
}

/**
 * A value of unknown origin as a schema has it.
 *
 * @throws {SpikefedError} `room/settings` with the first wrong key, its value and what is allowed.
 */
export function readAs<S extends v.GenericSchema>(schema: S, raw: unknown): v.InferOutput<S> {
  const parsed = v.safeParse(schema, raw, { abortEarly: true });
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const key = v.getDotPath(issue) ?? "(all)";
  const value = issue.path?.at(-1)?.value;
  const isUnknown = issue.type === "strict_object" && issue.expected === "never";
  const allowed = isUnknown
    ? "nothing: there is no such setting"
    : allowedAt(schema, key.split("."), raw);
  throw new SpikefedError("room/settings", { key, got: show(value), allowed });
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? "missing").slice(0, 60);
}

/** What a schema takes, as far as its parts say so. */
interface Described {
  type: string;
  entries?: Record<string, Described>;
  options?: readonly unknown[];
  wrapped?: Described;
  item?: Described;
  literal?: unknown;
  requirement?: unknown;
  pipe?: readonly Described[];
}

function allowedAt(schema: Described, keys: readonly string[], value: unknown): string {
  const [key, ...rest] = keys;
  if (key === undefined) return describe(schema);
  if (schema.wrapped) return allowedAt(schema.wrapped, keys, value);
  const inner = (value as Record<string, unknown> | null)?.[key];
  if (schema.type === "array" && schema.item) return allowedAt(schema.item, rest, inner);
  const chosen = schema.type === "variant" ? variantOf(schema, value) : schema;
  const entry = chosen?.entries?.[key];
  return entry ? allowedAt(entry, rest, inner) : describe(schema);
}

function variantOf({ options }: Described, value: unknown): Described | undefined {
  const kind = (value as { kind?: unknown } | null)?.kind;
  return (options as Described[]).find(({ entries }) => entries?.["kind"]?.literal === kind);
}

function describe(schema: Described): string {
  const { type, wrapped, item, entries, options = [] } = schema;
  if (type === "optional" && wrapped) return describe(wrapped);
  if (type === "nullable" && wrapped) return `${describe(wrapped)}, or null`;
  if (type === "picklist") return options.join(", ");
  if (type === "literal") return String(schema.literal);
  if (type === "boolean") return "true or false";
  if (type === "strict_object") return `an object of ${Object.keys(entries ?? {}).join(", ")}`;
  if (type === "array" && item) {
    return `a list, its entries ${describe(item)}, of at most ${limit(schema, "max_length")}`;
  }
  if (type === "variant") {
    const kinds = (options as Described[]).map(({ entries }) => entries?.["kind"]?.literal);
    return `kind ${kinds.slice(0, -1).join(", ")} or ${String(kinds.at(-1))}`;
  }
  const noun = limit(schema, "integer") === null ? "a number" : "a whole number";
  return `${noun} from ${limit(schema, "min_value")} to ${limit(schema, "max_value")}`;
}

/** What a part of the pipe asks for; null: there is no such part. */
function limit({ pipe }: Described, type: string): string | null {
  const part = pipe?.find((one) => one.type === type);
  return part ? String(part.requirement) : null;
}
