import { isIdentifier } from "../ir/names.js";
import type { JsonValue } from "../ir/types.js";
import { Code, type Import } from "./code.js";

/*
 * The door. Text from a document becomes code here and nowhere else. Each function takes any text whatever and returns
 * code that means that text, or refuses. Add to this file with care: everything that generated clients promise about
 * hostile documents rests on it.
 */

/** Characters that end a line for JavaScript but not for JSON, or that editors hide. */
const hidden = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** A string literal. */
export function quoted(text: string): Code {
  return new Code(JSON.stringify(text).replace(hidden, unicodeEscape));
}

/** A literal for any JSON value. */
export function literal(value: JsonValue): Code {
  if (typeof value === "string") return quoted(value);
  if (typeof value === "number" || typeof value === "boolean" || value === null) return new Code(JSON.stringify(value));
  if (Array.isArray(value)) return new Code(`[${value.map((item: JsonValue) => literal(item).text).join(", ")}]`);
  const members = Object.entries(value).map(([name, item]) => `${memberName(name).text}: ${literal(item).text}`);
  return new Code(`{ ${members.join(", ")} }`);
}

/** JSON text of a value, for files that are JSON. */
export function json(value: JsonValue): Code {
  return new Code(JSON.stringify(value, undefined, 2));
}

/** A name that the intermediate representation has decided. Refuses what is no identifier: it never repairs. */
export function identifier(name: string, from?: { readonly module: string; readonly isType: boolean }): Code {
  if (!isIdentifier(name)) throw new Error(`${JSON.stringify(name)} is not an identifier.`);
  const imports: readonly Import[] = from === undefined ? [] : [{ name, from: from.module, isType: from.isType }];
  return new Code(name, imports);
}

/** The name of a member in an interface or a type: as it is when it is an identifier, else as a string. */
export function propertyName(name: string): Code {
  return isIdentifier(name) ? new Code(name) : quoted(name);
}

/** The name of a member in an object literal. `__proto__: x` would set the prototype; `["__proto__"]: x` makes a member. */
export function memberName(name: string): Code {
  return name === "__proto__" ? new Code('["__proto__"]') : propertyName(name);
}

/** A member of an object: `input.page`, `input["page-size"]`. */
export function access(object: Code, name: string): Code {
  return new Code(
    isIdentifier(name) ? `${object.text}.${name}` : `${object.text}[${quoted(name).text}]`,
    object.imports,
  );
}

/** The fixed text of a template literal. */
export function templateText(text: string): Code {
  return new Code(text.replace(/[\\`]|\$(?=\{)/g, "\\$&").replace(hidden, unicodeEscape));
}

/** The inside of a documentation comment. Nothing in it can end the comment. */
export function commentText(text: string): Code {
  return new Code(
    text
      .replace(/\r\n?|[\u2028\u2029\u0085]/g, "\n")
      .replaceAll("*/", "*\\/")
      .replace(/[^\n\t\P{Cc}]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "")
      .replace(/[ \t]+$/gm, "")
      .trim(),
  );
}

/** Text in a line of Markdown. Code in it stays code; beyond that it starts no markup and does not leave its line or cell. */
export function markdownText(text: string): Code {
  const pieces = text
    .replace(/\s+/g, " ")
    .trim()
    .split(/`([^`]+)`/);
  const safe = pieces.map((piece, index) =>
    index % 2 === 1 ? markdownCode(piece).text : piece.replace(/[\\`*_[\]<>|#~]/g, "\\$&").replace(hidden, ""),
  );
  return new Code(safe.join(""));
}

/** Markdown that belongs to the project, as its configuration says: no document can bring any along. */
export function handWritten(text: string): Code {
  return new Code(text.trim());
}

/** Code in a line of Markdown. */
export function markdownCode(text: string): Code {
  const clean = text.replace(/\s+/g, " ").replace(hidden, "").replaceAll("|", "\\|");
  const fence = "`".repeat(1 + Math.max(0, ...[...clean.matchAll(/`+/g)].map(([run]) => run.length)));
  return new Code(fence.length > 1 ? `${fence} ${clean} ${fence}` : `${fence}${clean}${fence}`);
}

/** A link that may stand in a comment or in Markdown; nothing when it is none that a browser should follow. */
export function link(text: string): Code | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const { href } = new URL(text);
  return new Code(
    href.replace(
      /[()<>[\]{}|*`'"\\\s]/g,
      (character) => `%${character.charCodeAt(0).toString(16).padStart(2, "0").toUpperCase()}`,
    ),
  );
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
