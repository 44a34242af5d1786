import { OpenAPIRouter, type Document as RouterDocument, type Operation as RouterOperation } from "openapi-backend";
import type { JsonObject, Json } from "../spec/json.js";
import type { Operation } from "../spec/operations.js";

export interface Match {
  /** What the path and method mean; several when an input tells them apart. */
  readonly operations: readonly Operation[];
  readonly params: Readonly<Record<string, string>>;
  /** The query, its values as text, lists where a name is repeated or the style says so. */
  readonly query: JsonObject;
}

/** The router of openapi-backend, asked for its operations once and not with every request. */
class KnownRouter extends OpenAPIRouter {
  #known: RouterOperation[] | undefined;
  override getOperations(): RouterOperation[] {
    return (this.#known ??= super.getOperations());
  }
}

/** Finds operations by method and path. */
export class Router {
  /** Paths of the same number of segments share a router; a path fits none of another number. */
  readonly #routers = new Map<number, KnownRouter>();
  readonly #operations = new Map<string, Operation[]>();
  readonly #methods = new Map<string, Set<string>>();

  constructor(operations: readonly Operation[]) {
    const definitions = new Map<number, Record<string, JsonObject>>();
    for (const operation of operations) {
      const path = routed(operation.path);
      const key = `${operation.method} ${path}`;
      const known = this.#operations.get(key);
      if (known) {
        if (known.every((other) => other.path === operation.path)) known.push(operation);
        continue;
      }
      this.#operations.set(key, [operation]);
      const depth = path.split("/").length;
      const paths = definitions.get(depth) ?? {};
      definitions.set(depth, paths);
      const methods = this.#methods.get(path) ?? new Set();
      this.#methods.set(path, methods.add(operation.method));
      const parameters = operation.parameters
        .filter((parameter) => parameter.in === "query")
        .map(({ name, explode, style, mediaType }) => ({
          ...{ name, in: "query" },
          ...(explode !== undefined && { explode }),
          ...(style !== undefined && { style }),
          ...(mediaType !== undefined && { content: { [mediaType]: {} } }),
        }));
      const methodsHere = (paths[path] ??= {});
      methodsHere[operation.method.toLowerCase()] = { operationId: operation.id, parameters, responses: {} } as Json;
    }
    for (const [depth, paths] of definitions)
      this.#routers.set(
        depth,
        new KnownRouter({
          definition: { openapi: "3.0.3", info: { title: "", version: "" }, paths } as unknown as RouterDocument,
        }),
      );
  }

  /** The operation, or the methods that the path does have, or undefined when nothing has this path. */
  match(method: string, path: string, query: string): Match | { readonly allowed: readonly string[] } | undefined {
    const clean = path.replace(/\/+$/, "") || "/";
    const router = this.#routers.get(clean.split("/").length);
    if (router === undefined) return undefined;
    const asked = { method, path: clean, query, headers: {} };
    // Where nobody says what HEAD does, it is GET without the body.
    const found =
      router.matchOperation(asked) ??
      (method === "HEAD" ? router.matchOperation({ ...asked, method: "GET" }) : undefined);
    if (found === undefined) {
      const allowed = ["GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS"].filter((other) =>
        router.matchOperation({ ...asked, method: other }),
      );
      return allowed.length === 0 ? undefined : { allowed };
    }
    const parsed = router.parseRequest(asked, found);
    const params = Object.fromEntries(
      Object.entries(parsed.params as Record<string, string>).map(([name, value]) => [name, decoded(value)]),
    );
    const operations = this.#operations.get(`${found.method.toUpperCase()} ${found.path}`) ?? [];
    return { operations, params, query: { ...(parsed.query as JsonObject) } };
  }
}

function routed(path: string): string {
  return (path.split(/[?#]/)[0] ?? "").replace(/\/+$/, "") || "/";
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
