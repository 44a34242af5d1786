import RefParser from "@apidevtools/json-schema-ref-parser";
import type { Memory, Twin } from "../../twin/src/index.js";

interface Spoken {
  readonly operationId?: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema?: { readonly default?: unknown; readonly enum?: readonly unknown[]; readonly type?: unknown };
    readonly example?: unknown;
  }[];
  readonly requestBody?: {
    readonly content: Readonly<
      Record<
        string,
        { readonly example?: unknown; readonly examples?: Readonly<Record<string, { readonly value: unknown }>> }
      >
    >;
  };
  readonly "x-actions"?: {
    readonly by: string;
    readonly actions: Readonly<Record<string, { readonly operationId: string; readonly inputs?: readonly string[] }>>;
  };
}

/** How one operation went. */
export interface Went {
  readonly operation: string;
  readonly sent: string;
  readonly status: number;
  readonly problems: readonly string[];
  readonly replyProblems: readonly string[];
  readonly body: string;
}

const order = ["get", "head", "post", "patch", "put", "delete"];

/** Calls every operation of a spec with the spec's own examples, on an account that holds the examples. Readers go first, deletions last. */
export async function callEverything(spec: string, twin: Twin): Promise<readonly Went[]> {
  const document = (await RefParser.dereference(spec)) as unknown as { paths: Record<string, Record<string, Spoken>> };
  const calls = Object.entries(document.paths).flatMap(([path, item]) =>
    order.flatMap((method) => {
      const operation = item[method];
      return operation
        ? [
            {
              path,
              method,
              operation,
              shared: (item["parameters"] ?? []) as unknown as NonNullable<Spoken["parameters"]>,
            },
          ]
        : [];
    }),
  );
  calls.sort(
    (one, other) => order.indexOf(one.method) - order.indexOf(other.method) || other.path.length - one.path.length,
  );
  const went: Went[] = [];
  for (const { path, method, operation, shared } of calls) {
    const actions = operation["x-actions"];
    const meanings = actions
      ? Object.entries(actions.actions).map(([value, action]) => ({
          id: action.operationId,
          query: { [actions.by]: value },
        }))
      : [];
    const plain = operation.operationId === undefined ? [] : [{ id: operation.operationId, query: {} }];
    for (const { id, query } of [...plain, ...meanings]) {
      // Each begins with the same account, so that none has to mind what the others did.
      twin.reset();
      const parameters = [...shared, ...(operation.parameters ?? [])];
      const params = new URLSearchParams(Object.entries(query));
      for (const { name, in: place, required, example, schema } of parameters)
        if (place === "query" && required === true && !params.has(name))
          params.set(
            name,
            String(example ?? schema?.default ?? schema?.enum?.[0] ?? (schema?.type === "integer" ? 1 : "x")),
          );
      const target = `${filled(path, parameters, twin.memory())}${params.size > 0 ? `?${params}` : ""}`;
      const [type, media] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
      const value = media?.example ?? Object.values(media?.examples ?? {})[0]?.value;
      const body =
        value === undefined
          ? undefined
          : type === "multipart/form-data"
            ? form(value as Record<string, string>)
            : type?.includes("form-urlencoded")
              ? new URLSearchParams(Object.entries(value as Record<string, string>)).toString()
              : typeof value === "string"
                ? value
                : JSON.stringify(value);
      const reply = await twin.fetch(twin.url + target, {
        method: method.toUpperCase(),
        ...(body !== undefined &&
          type !== undefined && { body, headers: body instanceof FormData ? {} : { "content-type": type } }),
      });
      const text = await reply.text();
      const seen = twin.requests.at(-1);
      went.push({
        operation: id,
        sent: `${method} ${target} ${typeof body === "string" ? body : ""}`,
        status: reply.status,
        problems: seen?.problems ?? [],
        replyProblems: seen?.replyProblems ?? [],
        body: text.slice(0, 300),
      });
    }
  }
  return went;
}

function form(values: Readonly<Record<string, string>>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(values)) data.set(name, new Blob([value]), `${name}.txt`);
  return data;
}

/** A path with names of things that are there. */
function filled(path: string, parameters: NonNullable<Spoken["parameters"]>, memory: Memory): string {
  const done: string[] = [];
  for (const segment of path.split("/").slice(1)) {
    const name = /^\{(.*)\}$/.exec(segment)?.[1];
    if (name === undefined) {
      done.push(segment);
      continue;
    }
    const parameter = parameters.find((each) => each.name === name && each.in === "path");
    const known = parameter && "x-setting" in parameter;
    const place = `/${done.join("/")}`.replace(/^\/my(?=\/|$)/, "/~");
    const items = memory.collections[place]?.items ?? [];
    const key = known
      ? "my"
      : (items[0]?.key ?? parameter?.example ?? parameter?.schema?.default ?? parameter?.schema?.enum?.[0] ?? "1");
    done.push(...String(key).split("/").map(encodeURIComponent).slice(0, 1));
    if (String(key).includes("/") && !path.includes(`${segment}/{`))
      done.splice(-1, 1, encodeURIComponent(String(key)));
    else if (String(key).includes("/"))
      memory = {
        ...memory,
        collections: {
          ...memory.collections,
          [`/${done.join("/")}`]: {
            base: "",
            params: {},
            next: 1,
            items: [{ key: String(key).split("/")[1] ?? "", value: null, made: 0 }],
          },
        },
      };
  }
  return `/${done.join("/")}`;
}
