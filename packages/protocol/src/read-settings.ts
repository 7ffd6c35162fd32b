// Settings from outside, such as a command line, with errors that say what is allowed.

import * as v from "valibot";

import { SpikefedError } from "./errors.ts";
import { RunSettings } from "./settings.ts";

/**
 * Settings of unknown origin, checked.
 *
 * @throws {SpikefedError} `room/settings` with the first wrong key, its value and what is allowed.
 */
export function readSettings(raw: unknown): RunSettings {
  const parsed = v.safeParse(RunSettings, raw, { abortEarly: true });
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const key = v.getDotPath(issue) ?? "(all)";
  const value = issue.path?.at(-1)?.value;
  const isUnknown = issue.type === "strict_object" && issue.expected === "never";
  const allowed = isUnknown
    ? "nothing: there is no such setting"
    : allowedAt(RunSettings, key.split("."), raw);
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
  literal?: unknown;
  requirement?: unknown;
  pipe?: readonly Described[];
}

function allowedAt(schema: Described, keys: readonly string[], value: unknown): string {
  const [key, ...rest] = keys;
  if (key === undefined) return describe(schema);
  const chosen = schema.type === "variant" ? variantOf(schema, value) : schema;
  const entry = chosen?.entries?.[key];
  if (!entry) return describe(schema);
  return allowedAt(entry, rest, (value as Record<string, unknown> | null)?.[key]);
}

function variantOf({ options }: Described, value: unknown): Described | undefined {
  const kind = (value as { kind?: unknown } | null)?.kind;
  return (options as Described[]).find(({ entries }) => entries?.["kind"]?.literal === kind);
}

function describe(schema: Described): string {
  if (schema.type === "optional" && schema.wrapped) return describe(schema.wrapped);
  if (schema.type === "nullable" && schema.wrapped) return `${describe(schema.wrapped)}, or null`;
  if (schema.type === "picklist") return (schema.options ?? []).join(", ");
  if (schema.type === "literal") return String(schema.literal);
  if (schema.type === "boolean") return "true or false";
  if (schema.type === "variant") {
    const kinds = (schema.options as Described[]).map(({ entries }) => entries?.["kind"]?.literal);
    return `kind ${kinds.join(" or ")}`;
  }
  const of = (type: string) => schema.pipe?.find((part) => part.type === type);
  const noun = of("integer") ? "a whole number" : "a number";
  return `${noun} from ${String(of("min_value")?.requirement)} to ${String(of("max_value")?.requirement)}`;
}
