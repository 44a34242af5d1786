import type { Asked } from "../check/asked.js";
import type { Credentials } from "../doors/credentials.js";
import { at, isObject, type Json, type JsonObject } from "../spec/json.js";
import type { Memory } from "../state/store.js";
import type { World } from "../state/world.js";
import type { Twin } from "../twin.js";
import type { Fault } from "./faults.js";
import { safeBody } from "./log.js";
import { pageHtml } from "./page.js";
import { emptyReply, htmlReply, jsonReply, type Reply } from "./reply.js";

const prefix = "/__twin";

/** Turning the twin from outside: the page at `/` and what it uses below `/__twin`. */
export class Control {
  readonly #twin: Twin;
  readonly #world: World;
  readonly #operations: ReadonlySet<string>;
  readonly #credentials: Required<Credentials>;
  readonly #ownsRoot: boolean;

  constructor(twin: Twin, world: World, operations: ReadonlySet<string>, credentials: Required<Credentials>) {
    this.#twin = twin;
    this.#world = world;
    this.#operations = operations;
    this.#credentials = credentials;
    // An API may have something of its own at its root; a browser gets the page all the same.
    this.#ownsRoot = world.plan.operations.some(({ path }) => path === "/");
  }

  async answer(asked: Asked): Promise<Reply | undefined> {
    const [path = "/", query = ""] = asked.target.split("?");
    const isPage =
      path === "/" && asked.method === "GET" && (!this.#ownsRoot || /text\/html/.test(asked.headers["accept"] ?? ""));
    if (!isPage && path !== prefix && !path.startsWith(`${prefix}/`)) return undefined;
    const refusal = this.#refuse(asked);
    if (refusal) return refusal;
    if (isPage) return htmlReply(200, pageHtml(this.#twin.title));
    try {
      return this.#control(asked, path.slice(prefix.length), new URLSearchParams(query));
    } catch (error) {
      return jsonReply(400, { message: (error as Error).message });
    }
  }

  /** A page of somebody else, open in the same browser, must not be able to turn the twin. */
  #refuse(asked: Asked): Reply | undefined {
    const host = (asked.headers["host"] ?? "").replace(/:\d+$/, "").replace(/^\[|\]$/g, "");
    const own = new URL(this.#twin.origin).hostname.replace(/^\[|\]$/g, "");
    if (!["localhost", "127.0.0.1", "::1", own].includes(host))
      return jsonReply(403, { message: "The twin is turned under its own address only." });
    const origin = asked.headers["origin"];
    if (
      asked.method !== "GET" &&
      origin !== undefined &&
      (!URL.canParse(origin) || new URL(origin).host !== asked.headers["host"])
    )
      return jsonReply(403, { message: "The twin is turned by its own page only." });
    return undefined;
  }

  #control(asked: Asked, path: string, query: URLSearchParams): Reply {
    const twin = this.#twin;
    const body = bodyOf(asked);
    switch (`${asked.method} ${path}`) {
      case "GET ":
      case "GET /":
        return jsonReply(200, this.#about());
      case "GET /requests": {
        const last = Number(query.get("last") ?? twin.requests.length);
        const wrong = query.get("outside") === "true";
        return jsonReply(200, {
          requests: twin.requests.filter(({ problems }) => !wrong || problems.length > 0).slice(-last || undefined),
        });
      }
      case "GET /things":
        return jsonReply(200, this.#things());
      case "GET /faults":
        return jsonReply(200, { faults: twin.faults });
      case "POST /faults":
        return jsonReply(201, { id: twin.fault(body as unknown as Fault) });
      case "DELETE /faults":
        twin.clearFaults();
        return emptyReply(204);
      case "POST /advance":
        twin.advance(number(body, "ms"));
        return jsonReply(200, this.#about());
      case "POST /speed":
        twin.speed = number(body, "speed");
        return jsonReply(200, this.#about());
      case "POST /reset":
        twin.reset(body["seed"] === undefined ? undefined : (body["seed"] as "examples"));
        return emptyReply(204);
      case "GET /snapshot":
        return jsonReply(200, twin.memory());
      case "PUT /snapshot":
        twin.restore(body as unknown as Memory);
        return emptyReply(204);
      case "GET /recording":
        return jsonReply(200, twin.recording);
      default: {
        const id = /^\/faults\/(\d+)$/.exec(path)?.[1];
        if (asked.method === "DELETE" && id !== undefined) {
          twin.clearFaults(Number(id));
          return emptyReply(204);
        }
        return jsonReply(404, { message: "The twin has no such control." });
      }
    }
  }

  #about(): JsonObject {
    const { tokens, users, clients } = this.#credentials;
    const signIn = { tokens: Object.keys(tokens), users: Object.keys(users), clients: clients.map(({ id }) => id) };
    return {
      title: this.#twin.title,
      url: this.#twin.url,
      now: this.#twin.now.toISOString(),
      speed: this.#twin.speed,
      operations: [...this.#operations].sort(),
      signIn,
    };
  }

  /** What is in the account, in short. */
  #things(): JsonObject {
    const { store, plan, schemas } = this.#world;
    const collections = [...store.shelves()].flatMap(({ place, base, items }) => {
      const collection = plan.collections.get(base);
      const shown = [...items.values()].filter(({ gone }) => !gone);
      if (shown.length === 0 || !collection) return [];
      return [
        {
          path: place.replace(/\/~(?=\/|$)/g, "/my"),
          canBeMade: collection.create !== undefined,
          items: shown.slice(-50).map(({ key, value }): JsonObject => ({
            key,
            name: nameOf(value, collection.attributes),
            state: stateIn(value, collection.lifecycle?.state),
            value: safeBody(value, collection.schema, schemas) ?? null,
          })),
          count: shown.length,
        },
      ];
    });
    return { collections: collections.sort((one, other) => (one.path < other.path ? -1 : 1)) };
  }
}

function nameOf(value: Json, attributes: string): string {
  const holders = [value, at(value, attributes)];
  for (const name of ["label", "name", "login", "username", "title", "address"])
    for (const holder of holders)
      if (isObject(holder) && typeof holder[name] === "string" && holder[name] !== "") return holder[name];
  return "";
}

function stateIn(value: Json, pointer: string | undefined): string {
  const state = pointer === undefined ? undefined : at(value, pointer);
  return typeof state === "string" ? state : "";
}

function bodyOf(asked: Asked): JsonObject {
  if (asked.bytes.length === 0) return {};
  const value = JSON.parse(Buffer.from(asked.bytes).toString("utf8")) as Json;
  if (!isObject(value)) throw new TypeError("The body must be a JSON object.");
  return value;
}

function number(body: JsonObject, name: string): number {
  const value = body[name];
  if (typeof value !== "number") throw new TypeError(`The body must have a number \`${name}\`.`);
  return value;
}
