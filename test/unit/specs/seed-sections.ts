import type { Json } from "./json.js";

/** What one section of the seed says of an operation. */
export interface SeedSection {
  readonly title: string;
  /** The OAuth scope, or "" where none is asked for. */
  readonly scope: string;
  readonly request: Json | undefined;
  readonly reply: Json | undefined;
  readonly requestFields: readonly SeedField[];
  readonly replyFields: readonly SeedField[];
}

/** A row of a field table. */
export interface SeedField {
  readonly name: string;
  readonly type: string;
  readonly format: string | undefined;
  readonly required: boolean;
  readonly nullable: boolean;
  readonly maxLength: number | undefined;
  readonly minLength: number | undefined;
}

/** `Two Factor Authentication Confirm/Enable` → `two-factor-authentication-confirmenable`, as in the address of the section. */
export function slug(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, "")
    .replaceAll(" ", "-");
}

/** The sections of a seed by the anchor of their title. */
export function readSections(text: string, anchors: ReadonlySet<string>): ReadonlyMap<string, SeedSection> {
  const lines = text.split(/\r?\n/);
  const starts = lines.flatMap((line, index) => (anchors.has(slug(line)) ? [index] : []));
  return new Map(
    starts.map((start, index) => {
      const title = lines[start] ?? "";
      return [slug(title), readSection(title, lines.slice(start + 1, starts[index + 1]).join("\n"))] as const;
    }),
  );
}

function readSection(title: string, text: string): SeedSection {
  const [, scope = ""] = /^oauth \|\s*([a-z_:]*)/m.exec(text) ?? [];
  const [, request] = /-d '(\{.*?\})'/s.exec(text) ?? [];
  const [, reply] = /^Response Samples\n(.*?)\n\{\n"errors": \[\n/ms.exec(text) ?? [];
  const [, requestTable = ""] = /^Request Body Schema\n(.*?)\nResponse Samples/ms.exec(text) ?? [];
  const [, replyTable = ""] = /^Responses\n(.*?)^errors \|/ms.exec(text) ?? [];
  return {
    title,
    scope,
    request: request === undefined ? undefined : parse(request),
    reply: reply === undefined ? undefined : parse(reply),
    requestFields: readTable(requestTable),
    replyFields: readTable(replyTable),
  };
}

function parse(text: string): Json {
  const value: Json = JSON.parse(text);
  return value;
}

/** A row begins with `name |` or `name Nullable |`; what follows on the next lines belongs to it. */
function readTable(text: string): readonly SeedField[] {
  return text
    .split(/^(?=[a-z_]+(?: Required| Nullable)? \| (?:array|object|string|integer|boolean))/m)
    .flatMap((row) => {
      const [, name, mark, type = "", format] =
        /^([a-z_]+)(?: (Required|Nullable))? \| (\w+)(?:<([^>]+)>)?/.exec(row) ?? [];
      if (name === undefined) return [];
      const [, least, most] = /\n(?:(\d+)\.\.|<=\n)(\d+)\ncharacters/.exec(row) ?? [];
      return [
        {
          name,
          type,
          format,
          required: mark === "Required",
          nullable: mark === "Nullable",
          minLength: least === undefined ? undefined : Number(least),
          maxLength: most === undefined ? undefined : Number(most),
        },
      ];
    });
}
