import RefParser from "@apidevtools/json-schema-ref-parser";

/* What the test of real documents finds out about them by itself, without the twin's code. */

type Node = Readonly<Record<string, unknown>>;

export interface PostedCollection {
  readonly path: string;
  readonly get: Node;
  /** The schema of what is posted. */
  readonly body: Node;
}

/** Paths without parameters that can be listed and posted to, with items below them. */
export async function collectionsOf(file: string): Promise<readonly PostedCollection[]> {
  const document = (await RefParser.dereference(file, { dereference: { circular: true } })) as Node;
  const paths = (document["paths"] ?? {}) as Readonly<Record<string, Node>>;
  return Object.entries(paths).flatMap(([path, item]) => {
    if (path.includes("{") || !isNode(item["get"]) || !isNode(item["post"])) return [];
    const below = Object.keys(paths).some(
      (other) =>
        new RegExp(`^${path.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\/$/, "")}/\\{[^/]+\\}/?$`).test(other) &&
        paths[other]?.["get"] !== undefined,
    );
    const body = bodySchema(document, item["post"]);
    return below && body !== undefined && Object.keys(properties(body)).length > 0 && replyIsJson(item["get"])
      ? [{ path, get: item["get"], body }]
      : [];
  });
}

function bodySchema(document: Node, post: Node): Node | undefined {
  const content = (post["requestBody"] as Node | undefined)?.["content"] as Record<string, Node> | undefined;
  const json = content && Object.entries(content).find(([type]) => type.includes("json"))?.[1]["schema"];
  const old = ((post["parameters"] ?? []) as Node[]).find((parameter) => parameter["in"] === "body")?.["schema"];
  const schema = json ?? (document["swagger"] === undefined ? undefined : old);
  return isNode(schema) ? schema : undefined;
}

function replyIsJson(get: Node): boolean {
  const ok = Object.entries((get["responses"] ?? {}) as Record<string, Node>).find(([status]) =>
    /^(2|default)/.test(status),
  )?.[1];
  return (
    isNode(ok) &&
    (ok["schema"] !== undefined || Object.keys((ok["content"] ?? {}) as Node).some((type) => type.includes("json")))
  );
}

export function properties(schema: Node): Readonly<Record<string, Node>> {
  const parts = ((schema["allOf"] ?? []) as Node[]).map(properties);
  const first = [...((schema["oneOf"] ?? []) as Node[]), ...((schema["anyOf"] ?? []) as Node[])][0];
  return Object.assign({}, ...parts, first ? properties(first) : {}, schema["properties"]) as Record<string, Node>;
}

function required(schema: Node): readonly string[] {
  const first = [...((schema["oneOf"] ?? []) as Node[]), ...((schema["anyOf"] ?? []) as Node[])][0];
  return [
    ...((schema["required"] ?? []) as string[]),
    ...((schema["allOf"] ?? []) as Node[]).flatMap(required),
    ...(first ? required(first) : []),
  ];
}

/** A value that should pass the schema; text in it bears the mark. */
export function sample(schema: Node, mark: string, depth = 0): unknown {
  const merged = whole(schema);
  if (merged["const"] !== undefined) return merged["const"];
  if (Array.isArray(merged["enum"])) return merged["enum"][0];
  const type = Array.isArray(merged["type"]) ? merged["type"].find((each) => each !== "null") : merged["type"];
  const known = properties(schema);
  if (type === "object" || Object.keys(known).length > 0) {
    const wanted = required(schema);
    const names = Object.keys(known).filter(
      (name) => known[name]?.["readOnly"] !== true && (wanted.includes(name) || (depth < 2 && isPlain(known[name]))),
    );
    return Object.fromEntries(
      names
        .filter((name) => depth < 6 || wanted.includes(name))
        .map((name) => [name, depth > 8 ? {} : sample(known[name] ?? {}, mark, depth + 1)]),
    );
  }
  if (type === "array")
    return Array.from({ length: Number(merged["minItems"] ?? 0) }, () =>
      sample((merged["items"] ?? {}) as Node, mark, depth + 1),
    );
  if (type === "integer" || type === "number")
    return Math.max(Number(merged["minimum"] ?? 1), merged["exclusiveMinimum"] === undefined ? 1 : 2);
  if (type === "boolean") return true;
  if (merged["example"] !== undefined && (merged["pattern"] !== undefined || merged["format"] !== undefined))
    return merged["example"];
  const format = String(merged["format"]);
  if (format === "date-time") return "2026-01-02T03:04:05Z";
  if (format === "date") return "2026-01-02";
  if (format === "uuid") return "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";
  if (format === "email") return "someone@example.com";
  if (format === "ipv4") return "192.0.2.1";
  if (/^ur[il]$/.test(format)) return "https://example.com/";
  return mark.padEnd(Number(merged["minLength"] ?? 0), "x").slice(0, Number(merged["maxLength"] ?? 1_000));
}

function whole(schema: Node): Node {
  const first = [...((schema["oneOf"] ?? []) as Node[]), ...((schema["anyOf"] ?? []) as Node[])].find(
    (part) => part["type"] !== "null",
  );
  return Object.assign(
    {},
    ...((schema["allOf"] ?? []) as Node[]).map(whole),
    first ? whole(first) : {},
    schema,
  ) as Node;
}

function isPlain(schema: Node | undefined): boolean {
  const merged = schema ? whole(schema) : {};
  return (
    merged["type"] === "string" &&
    merged["enum"] === undefined &&
    merged["format"] === undefined &&
    merged["pattern"] === undefined
  );
}

/** The query parameters that a list demands, of what was posted where it has the same names. */
export function demanded(get: Node, posted: unknown): string {
  const parameters = ((get["parameters"] ?? []) as Node[]).filter(
    (parameter) => parameter["in"] === "query" && parameter["required"] === true,
  );
  const params = parameters.map((parameter) => {
    const name = String(parameter["name"]);
    const own =
      isNode(posted) && (typeof posted[name] === "string" || typeof posted[name] === "number")
        ? posted[name]
        : undefined;
    return [name, String(own ?? sample((parameter["schema"] ?? parameter) as Node, "x"))];
  });
  return params.length === 0 ? "" : `?${new URLSearchParams(params)}`;
}

/** Every value in a JSON document that is text. */
export function texts(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(texts);
  return isNode(value) ? Object.values(value).flatMap(texts) : [];
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
