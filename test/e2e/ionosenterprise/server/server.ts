import type { Transport, TransportRequest } from "@clientwright/runtime";
import { startTwin, type Seed, type Twin } from "@clientwright/twin";
import type { Asked, Members, Thing } from "./asked.js";
import { completed, deedsOf, withoutSecrets } from "./deeds.js";
import { refusalOf } from "./refusals.js";

/** A request of a client. */
export interface Call {
  readonly method: string;
  /** Below the address of the API, with the query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What was sent: JSON as a value, anything else as text. */
  readonly body: unknown;
}

/**
 * The service, as far as its documentation tells how it behaves: a twin, which knows the description of the API, and in
 * front of it what the description cannot say.
 */
export interface IonosServer {
  readonly url: string;
  readonly twin: Twin;
  /** Requests of clients, in order. What the service asks of itself is not among them. */
  readonly calls: readonly Call[];
  /** Forgets the requests so far. */
  forget(): void;
  /** Makes everything as it was in the beginning. */
  reset(): void;
  readonly transport: Transport;
  close(): Promise<void>;
}

export interface IonosOptions {
  /** What there is in the beginning. Default: nothing. */
  readonly seed?: Seed;
  /** How fast its clock runs. Default: so fast that work takes no time to speak of. */
  readonly speed?: number;
}

/** Starts one, without a socket. */
export async function startIonos(options: IonosOptions = {}): Promise<IonosServer> {
  const { seed = "empty", speed = 1_000 } = options;
  const twin = await startTwin("specs/ionosenterprise/openapi.yaml", { listen: false, seed, speed });
  const calls: Call[] = [];
  return {
    url: twin.url,
    twin,
    calls,
    forget: () => void calls.splice(0),
    reset: () => {
      twin.reset(seed);
      twin.clearFaults();
      twin.speed = speed;
      calls.length = 0;
    },
    transport: async (url, request) => {
      const target = url.slice(twin.url.length);
      const call = { method: request.method, target, headers: request.headers, body: bodyOf(request) };
      calls.push(call);
      return answer(twin, url, request, call);
    },
    close: () => twin.close(),
  };
}

async function answer(twin: Twin, url: string, request: TransportRequest, call: Call): Promise<Response> {
  const asked = askedOf(twin, call);
  const pass = (body = request.body): Promise<Response> => twin.fetch(url, { ...request, body } as RequestInit);
  // Reading changes nothing, and strangers are turned away before anybody looks at what they want.
  if (request.method === "GET" || request.headers["authorization"] !== door) return pass();
  const refusal = await refusalOf(asked);
  if (refusal !== undefined) {
    const { status, message } = refusal;
    return Response.json({ httpStatus: status, messages: [{ errorCode: "100", message }] }, { status });
  }
  const finish = await deedsOf(asked);
  const isJson = request.headers["content-type"]?.includes("json") === true;
  const reply = await pass(isJson ? JSON.stringify(completed(call.method, asked.path, asked.body)) : request.body);
  if (!reply.ok) return reply;
  const text = await reply.text();
  const made = text === "" ? {} : withoutSecrets(JSON.parse(text) as Thing);
  twin.restore(withoutSecrets(twin.memory()));
  await finish(made);
  return new Response(text === "" ? null : JSON.stringify(made), { status: reply.status, headers: reply.headers });
}

const door = `Basic ${Buffer.from("twin:twin").toString("base64")}`;

function askedOf(twin: Twin, { method, target, body }: Call): Asked {
  const ask = (how: string, path: string, what?: Members): Promise<Response> =>
    twin.fetch(twin.url + path, {
      method: how,
      headers: { authorization: door, ...(what && { "content-type": "application/json" }) },
      body: what === undefined ? null : JSON.stringify(what),
    });
  return {
    method,
    path: target.replace(/\?.*/, ""),
    body: typeof body === "object" && body !== null ? (body as Members) : {},
    read: async (path) => {
      const reply = await ask("GET", `${path}?depth=1`);
      return reply.ok ? ((await reply.json()) as Thing) : undefined;
    },
    act: async (how, path, what) => {
      const { ok, status } = await ask(how, path, what);
      if (!ok) throw new Error(`${how} ${path} of the service itself was answered with ${status}`);
    },
    grant: (id, properties) => {
      const memory = twin.memory();
      for (const { items } of Object.values(memory.collections)) {
        for (const { value } of items) {
          const thing = value as Thing;
          if (thing.id === id) Object.assign(thing.properties ?? {}, properties);
        }
      }
      twin.restore(memory);
    },
  };
}

function bodyOf({ body, headers }: TransportRequest): unknown {
  if (typeof body !== "string") return body;
  return headers["content-type"]?.includes("json") === true ? (JSON.parse(body) as unknown) : body;
}
