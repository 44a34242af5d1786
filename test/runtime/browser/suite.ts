import {
  apiKey,
  bearer,
  byPageNumber,
  formBody,
  headersOf,
  httpSignature,
  idInHeader,
  isApiError,
  isSdkError,
  multipartBody,
  binaryBody,
  Paginator,
  path,
  queryOf,
  rateLimit,
  readBytes,
  readEvents,
  readLines,
  readLosslessJson,
  readStream,
  Service,
  startAuthorization,
  tokenLogin,
  waitFor,
  webCryptoSigner,
  withReply,
  type Call,
  type ClientOptions,
  type EventStream,
  type LineStream,
  type ServiceDefinition,
  jsonBody,
} from "@clientwright/runtime";

// Cases that run wherever the core of the runtime does: they know nothing but the platform and the URL of a server.

/** One case. It throws when something is wrong. */
export interface Case {
  readonly name: string;
  run(url: string): Promise<void>;
}

/** How a case ended: without an error when it is well. */
export interface Outcome {
  readonly name: string;
  readonly error?: string;
}

/** Runs all cases, one after the other. */
export async function runAll(url: string): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { name, run } of cases) {
    try {
      await run(url);
      outcomes.push({ name });
    } catch (error) {
      outcomes.push({ name, error: error instanceof Error ? `${error.message}\n${error.stack}` : String(error) });
    }
  }
  return outcomes;
}

const service: ServiceDefinition = {
  name: "acme",
  version: "1",
  servers: [],
  credentials: { token: bearer({ option: "token" }) },
  security: [["token"]],
  errors: { list: ["errors"], message: ["reason"], requestId: idInHeader("x-request-id") },
};

type Options = ClientOptions & Readonly<Record<string, unknown>>;

const clientOf = (baseUrl: string, options: Options = {}, definition = service): Service =>
  new Service(definition, {
    baseUrl,
    token: "s3cret",
    retry: { baseDelayMs: 2 },
    timeoutMs: 5_000,
    ...options,
  } as Options);

const get = (place: string): Call => ({ operation: "getThing", method: "GET", path: place });
const echo: Call = { operation: "echo", method: "POST", path: "/echo" };

/** A request as the server tells it back. Its body is one character per byte. */
interface Echo {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Fails unless two values are the same JSON. */
function same(actual: unknown, expected: unknown): void {
  const [is, wanted] = [actual, expected].map((value) => JSON.stringify(value));
  if (is !== wanted) throw new Error(`is ${is}, should be ${wanted}`);
}

function check(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ("error" in outcome) return outcome.error;
  throw new Error(`should have been rejected, but gave ${JSON.stringify(outcome.value)}`);
}

const nameOf = (error: unknown): string => (isSdkError(error) ? error.name : `no error of ours: ${String(error)}`);

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

export const cases: readonly Case[] = [
  {
    name: "a path, a query and headers arrive as they were meant",
    async run(url) {
      const call: Call = {
        ...echo,
        method: "GET",
        path: path`/echo/${"a/b?c#d e%"}/${"ü€😀"}`,
        query: queryOf({ text: "a&b=c+d", list: ["1", "2"], none: undefined }),
        headers: headersOf({ "X-List": ["a", "b"] }),
      };
      const { method, url: place, headers } = await clientOf(url).send<Echo>(call);
      same(method, "GET");
      same(place, "/echo/a%2Fb%3Fc%23d%20e%25/%C3%BC%E2%82%AC%F0%9F%98%80?text=a%26b%3Dc%2Bd&list=1&list=2");
      same([headers["authorization"], headers["x-list"]], ["Bearer s3cret", "a,b"]);
    },
  },
  {
    name: "JSON, forms, bytes and blobs arrive as they were meant",
    async run(url) {
      const client = clientOf(url);
      const json = await client.send<Echo>({ ...echo, body: jsonBody({ a: "é" }) });
      same([json.headers["content-type"], json.body], ["application/json", '{"a":"Ã©"}']);
      const form = await client.send<Echo>({ ...echo, body: formBody({ a: "1 2", b: [1, 2] }) });
      same([form.headers["content-type"], form.body], ["application/x-www-form-urlencoded", "a=1+2&b=1&b=2"]);
      const bytes = Uint8Array.of(0, 128, 255);
      for (const body of [bytes, bytes.buffer, new Blob([bytes])]) {
        same((await client.send<Echo>({ ...echo, body: binaryBody(body) })).body, "\0\u0080\u00ff");
      }
    },
  },
  {
    name: "a multipart form is one to the platform's own parser",
    async run(url) {
      const file = new File([Uint8Array.of(0, 13, 10, 255)], "ü.bin", { type: "image/png" });
      const sent = await clientOf(url).send<Echo>({ ...echo, body: multipartBody({ file, text: "a\r\nb" }) });
      const bytes = Uint8Array.from(sent.body, (sign) => sign.charCodeAt(0));
      const headers = { "content-type": sent.headers["content-type"] ?? "" };
      const form = await new Response(bytes, { headers }).formData();
      const received = form.get("file");
      if (!(received instanceof File)) throw new Error("the file did not arrive");
      same([received.name, received.type], ["ü.bin", "image/png"]);
      same([...new Uint8Array(await received.arrayBuffer())], [0, 13, 10, 255]);
      same(form.get("text"), "a\r\nb");
    },
  },
  {
    name: "status and headers of a reply can be had",
    async run(url) {
      const { data, reply } = await withReply((options) => clientOf(url).send(get("/empty"), options));
      same([data ?? "nothing", reply.status, reply.headers.get("X-Request-Id")], ["nothing", 204, "r-1"]);
    },
  },
  {
    name: "an error reply is an error with what the server says",
    async run(url) {
      const error = await rejection(clientOf(url).send(get("/status/404")));
      same(nameOf(error), "NotFoundError");
      check(isApiError(error), "an ApiError is expected");
      if (isApiError(error)) same([error.message, error.requestId], ["getThing: 404 said 404 (request r-1)", "r-1"]);
    },
  },
  {
    name: "a 503 is tried again, and a 429 after the time that the server asks for",
    async run(url) {
      same(await clientOf(url).send(get(`/flaky/503/${crypto.randomUUID()}`)), "fine");
      const begun = performance.now();
      same(await clientOf(url).send(get(`/flaky/429/${crypto.randomUUID()}`)), "fine");
      check(performance.now() - begun > 900, "the pause was too short");
    },
  },
  {
    name: "a reply that is cut, no JSON or too large is an error of its kind",
    async run(url) {
      const client = clientOf(url, { retry: { retries: 0 } });
      same(nameOf(await rejection(client.send(get("/cut/headers")))), "ConnectionError");
      same(nameOf(await rejection(client.send(get("/cut/body")))), "ConnectionError");
      same(nameOf(await rejection(client.send(get("/bad-json")))), "DecodeError");
      const small = { limits: { replyBytes: 100 } };
      same(nameOf(await rejection(client.send(get("/large"), small))), "DecodeError");
    },
  },
  {
    name: "a server that nobody runs is a ConnectionError",
    async run() {
      const client = clientOf("http://127.0.0.1:9", { retry: { retries: 0 } });
      same(nameOf(await rejection(client.send(get("/")))), "ConnectionError");
    },
  },
  {
    name: "an attempt and a call have a limit of time",
    async run(url) {
      const slow = clientOf(url, { timeoutMs: 60, retry: { retries: 0 } });
      same(nameOf(await rejection(slow.send(get("/silent")))), "TimeoutError");
      same(nameOf(await rejection(slow.send(get("/drip")))), "TimeoutError");
      same(nameOf(await rejection(clientOf(url, { deadlineMs: 60 }).send(get("/silent")))), "TimeoutError");
    },
  },
  {
    name: "an abort surfaces as the caller's own reason, whenever it comes",
    async run(url) {
      const reason = { own: "reason" };
      const client = clientOf(url);
      check((await rejection(client.send(get("/"), { signal: AbortSignal.abort(reason) }))) === reason, "before");
      for (const place of ["/silent", "/drip", "/flaky/429/aborted"]) {
        const controller = new AbortController();
        setTimeout(() => controller.abort(reason), 60);
        const error = await rejection(client.send(get(place), { signal: controller.signal }));
        check(error === reason, `${place}: ${String(error)}`);
      }
      const controller = new AbortController();
      const options = { signal: controller.signal };
      const call = { ...get("/drip"), reply: readStream };
      const reader = (await client.send<ReadableStream<Uint8Array>>(call, options)).getReader();
      await reader.read();
      controller.abort(reason);
      const readOn = async (): Promise<void> => {
        while (!(await reader.read()).done);
      };
      check((await rejection(readOn())) === reason, "within a stream");
    },
  },
  {
    name: "bytes, streams, events and lines are read",
    async run(url) {
      const client = clientOf(url);
      same([...(await client.send<Uint8Array>({ ...get("/bytes"), reply: readBytes }))], [0, 128, 255]);
      const stream = await client.send<ReadableStream<Uint8Array<ArrayBuffer>>>({
        ...get("/bytes"),
        reply: readStream,
      });
      same((await new Response(stream).arrayBuffer()).byteLength, 3);
      const events = await client.send<EventStream<unknown>>({ ...get("/events"), reply: readEvents });
      same(
        (await all(events)).map(({ event, data, id }) => [event, data, id]),
        [
          ["message", { n: 1 }, ""],
          ["end", "€\nbye", "7"],
        ],
      );
      const lines = await client.send<LineStream<unknown>>({ ...get("/lines"), reply: readLines });
      same(await all(lines), [{ a: 1 }, null, "€"]);
    },
  },
  {
    name: "a stream that is left early lets go of its connection",
    async run(url) {
      const lines = await clientOf(url).send<LineStream<unknown>>({ ...get("/endless"), reply: readLines });
      for await (const line of lines) {
        same(line, 1);
        break;
      }
      await waitFor(
        {
          request: (options) => clientOf(url).send<number>(get("/endless/open"), options),
          check: (count) => count === 0,
          delayMs: 20,
          maxWaitMs: 15_000,
        },
        {},
      );
    },
  },
  {
    name: "large integers keep their digits, and no reply reaches a prototype",
    async run(url) {
      const value = await clientOf(url).send<Record<string, unknown>>({ ...get("/int64"), reply: readLosslessJson });
      same(String(value["id"]), "9223372036854775807");
      check(!Object.hasOwn(value, "__proto__") && !("polluted" in value), "the prototype was reached");
    },
  },
  {
    name: "a login is made once for concurrent calls, and again after a 401",
    async run(url) {
      const session = tokenLogin({
        credentials: { user: "user" },
        login: { operation: "login", method: "POST", path: "/login" },
        token: ["token"],
        header: "X-Session",
      });
      const definition = { ...service, credentials: { token: session } };
      const client = clientOf(url, { user: crypto.randomUUID() }, definition);
      const call = get("/session");
      const tokens = await Promise.all([client.send(call), client.send(call), client.send(call)]);
      check(new Set(tokens).size === 1, `more than one login: ${tokens.join()}`);
      await client.send(get("/session/end"));
      check((await client.send(call)) !== tokens[0], "no second login");
    },
  },
  {
    name: "a signature verifies",
    async run(url) {
      const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
      const pair = await crypto.subtle.generateKey(algorithm, false, ["sign", "verify"]);
      const scheme = httpSignature({ option: "signer", dateHeader: "x-date", headers: ["(request-target)", "x-date"] });
      const definition = { ...service, credentials: { token: scheme } };
      const signer = webCryptoSigner("/me/keys/one", pair.privateKey);
      const { headers } = await clientOf(url, { signer }, definition).send<Echo>({ ...echo, path: "/echo?a=1" });
      const signature = /signature="([^"]+)"$/.exec(headers["authorization"] ?? "")?.[1] ?? "";
      const der = Uint8Array.from(atob(signature), (sign) => sign.charCodeAt(0));
      const text = new TextEncoder().encode(`(request-target): post /echo?a=1\nx-date: ${headers["x-date"]}`);
      check(await crypto.subtle.verify(algorithm, pair.publicKey, derToRaw(der), text), "it does not");
    },
  },
  {
    name: "a key goes into a header or the query",
    async run(url) {
      for (const place of ["header", "query"] as const) {
        const definition = {
          ...service,
          credentials: { token: apiKey({ option: "token", in: place, name: "X-Key" }) },
        };
        const { headers, url: target } = await clientOf(url, {}, definition).send<Echo>(echo);
        same(place === "header" ? headers["x-key"] : target, place === "header" ? "s3cret" : "/echo?X-Key=s3cret");
      }
    },
  },
  {
    name: "an authorization URL has a proof key that fits",
    async run() {
      const server = { authorizationUrl: "https://login.example/a", tokenUrl: "https://login.example/t" };
      const app = { clientId: "c", redirectUri: "https://app.example/" };
      const { url, codeVerifier } = await startAuthorization(server, app, { scopes: ["read"] });
      const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(codeVerifier)));
      const base64 = btoa(String.fromCharCode(...hash));
      const expected = base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
      same(new URL(url).searchParams.get("code_challenge"), expected);
    },
  },
  {
    name: "pages are walked",
    async run(url) {
      interface Page {
        readonly items: readonly number[];
        readonly pages: number;
      }
      const client = clientOf(url, { rateLimit: rateLimit({ perSecond: 1_000 }) });
      const fetch = (page: number): Promise<Page> => client.send<Page>({ ...get("/pages"), query: queryOf({ page }) });
      const list = new Paginator<number, Page>(
        () => byPageNumber<Page>({ fetch, last: ({ pages }, page) => page === pages }),
        ({ items }) => items,
      );
      same(await all(list), [1, 2, 3, 4, 5]);
    },
  },
  {
    name: "a redirect is followed, or is an error where the platform hides it",
    async run(url) {
      const isHidden = "document" in globalThis || "WorkerGlobalScope" in globalThis;
      const call = clientOf(url).send(get("/redirect"));
      if (isHidden) check(isSdkError(await rejection(call)), "it is no error of ours");
      else same(await call, "arrived");
    },
  },
];

/** Turns the two numbers of an ECDSA signature from DER into the form that Web Crypto takes. */
function derToRaw(der: Uint8Array): Uint8Array<ArrayBuffer> {
  const raw = new Uint8Array(64);
  let at = 2;
  for (const end of [32, 64]) {
    const length = der[at + 1] ?? 0;
    const digits = der.subarray(at + 2, at + 2 + length);
    const number = digits.subarray(Math.max(0, length - 32));
    raw.set(number, end - number.length);
    at += 2 + length;
  }
  return raw;
}
