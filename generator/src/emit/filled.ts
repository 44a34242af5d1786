import type { FilledMember, InputMember, Operation } from "../ir/types.js";
import { code, type Code, join, runtimeValue } from "./code.js";
import { literal, memberName, quoted } from "./escape.js";
import { settingValue } from "./settings.js";
import type { Types } from "./types.js";

/** The value of a parameter that callers give, or the client if they do not (`x-send-default`). */
export function givenValue({ sent, type }: InputMember, value: Code): Code {
  if (sent === undefined) return value;
  const usual = sent.value === null ? code`` : code` ?? ${literal(sent.value)}`;
  const found = code`${value} ?? ${settingValue(sent.setting)}${usual}`;
  // An empty text is a way to send none.
  return type.kind === "string" ? code`(${found}) || undefined` : found;
}

/** The value of a member that callers do not give. */
export function filledValue({ from }: FilledMember): Code {
  return "setting" in from ? settingValue(from.setting) : literal(from.value);
}

/** Method and path of an operation, with what tells it from others of the same path. */
export function wireLine({ method, path, filled }: Operation): string {
  const fixed = filled.flatMap(({ place, wireName, from }) =>
    place === "query" && "value" in from ? [`${wireName}=${from.value}`] : [],
  );
  return `${method} ${path}${fixed.length === 0 ? "" : (path.includes("?") ? "&" : "?") + fixed.join("&")}`;
}

/** A query or a body, some of whose records travel flat (`x-flatten`); `prefixes` are keyed by wire name. */
export function flattened(value: Code, prefixes: readonly (readonly [string, string])[]): Code {
  if (prefixes.length === 0) return value;
  const named = prefixes.map(([name, prefix]) => code`${memberName(name)}: ${quoted(prefix)}`);
  return code`${runtimeValue("flatten")}(${value}, { ${join(named, code`, `)} })`;
}

/** The members of a body that travel flat. */
export function flatMembers(types: Types, { body, input }: Operation): readonly (readonly [string, string])[] {
  const type = body?.contents[body.chosen]?.type;
  const members =
    body?.form === "fields"
      ? input.filter(({ place }) => place === "body")
      : type?.kind === "model"
        ? types.allFields(type.model)
        : [];
  return members.flatMap(({ name, prefix }) => (prefix === undefined ? [] : [[name, prefix] as const]));
}
