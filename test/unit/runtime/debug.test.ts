import { describe, expect, test } from "vitest";
import {
  apiKey,
  bearer,
  debugLog,
  deepObject,
  formBody,
  headersOf,
  jsonParam,
  queryOf,
  textBody,
  type Call,
  type DebugOptions,
  type LoggedService,
  type ServiceDefinition,
  type Transport,
  jsonBody,
} from "@clientwright/runtime";
import { clientFor, definition, failure, json, serve } from "./support.js";

const get: Call = { operation: "getThing", method: "GET", path: "/thing" };
const post: Call = { ...get, method: "POST" };

const logged = (sensitive: readonly string[] = [], secretPaths: readonly string[] = []): LoggedService => ({
  service: definition,
  sensitive,
  secretPaths,
});

/** A transport that keeps its log, and answers by itself with these headers unless it is given another one. */
function recording(
  what: LoggedService,
  headers: Record<string, string> = {},
  options: DebugOptions = {},
): { readonly transport: Transport; readonly lines: string[]; readonly text: () => string } {
  const lines: string[] = [];
  const answer: Transport = () => Promise.resolve(new Response("{}", { headers }));
  const transport = debugLog(what, { write: (line) => lines.push(line), bodies: true, transport: answer, ...options });
  return { transport, lines, text: () => lines.join("\n") };
}

describe("the debug log", () => {
  test("shows every attempt and no secret", async () => {
    const { url } = await serve((_, response, __, count) =>
      json(response, { ok: true }, count === 1 ? 503 : 200, {
        "set-cookie": "sid=leak1",
        "x-custom": "leak2",
        "x-plain": "shown",
      }),
    );
    const service: ServiceDefinition = {
      ...definition,
      credentials: {
        token: bearer({ option: "token" }),
        key: apiKey({ option: "key", in: "query", name: "k" }),
        header: apiKey({ option: "header", in: "header", name: "X-Gate" }),
      },
      security: [["token", "key", "header"]],
    };
    const lines: string[] = [];
    const transport = debugLog(
      { service, sensitive: ["X-Custom", "root_pass", "card"], secretPaths: [] },
      { write: (line) => lines.push(line), bodies: true },
    );
    const client = clientFor(url, { transport, token: "leak3", key: "leak4", header: "leak5" }, service);
    const options = { headers: { "x-custom": "leak6", "x-plain": "fine" } };
    await client.send(
      {
        ...get,
        method: "PUT",
        query: queryOf({ a: 1, card: "leak7" }),
        body: jsonBody({ label: "web", deep: { root_pass: "leak8" } }),
      },
      options,
    );
    await client.send({ ...get, method: "POST", body: formBody({ label: "web", card: "leak9" }) });
    const text = lines.join("\n");
    expect(text).not.toMatch(/leak\d/);
    expect(text).toContain(
      `acme #1 PUT ${url}/thing?a=1&card=[hidden]&k=[hidden] {"label":"web","deep":{"root_pass":"[hidden]"}}`,
    );
    expect(text).toContain("label=web&card=[hidden]");
    expect(text).toMatch(/acme #1 503 after \d+ ms/);
    expect(text).toMatch(/acme #2 200 after \d+ ms/);
    expect(text).toContain("x-plain: fine");
    expect(text).toContain("x-plain: shown");
    expect(text).toContain("authorization: [hidden]");
  });

  test("notes that no reply came, and shows no body unless asked", async () => {
    const lines: string[] = [];
    const transport = debugLog(logged(), { write: (line) => lines.push(line) });
    await failure(
      clientFor("http://127.0.0.1:1", { transport, retry: { retries: 0 } }).send({
        ...get,
        method: "POST",
        body: jsonBody({ a: "body" }),
      }),
    );
    expect(lines.join()).toMatch(/no reply after/);
    expect(lines.join()).not.toContain("body");
  });
});

describe("the debug log and addresses", () => {
  const url = "https://api.acme.example";

  test("hides what is secret in the addresses that a reply gives", async () => {
    const { transport, text } = recording(logged(["pin"], ["/resets/{*}"]), {
      location: "/y?token=leak1&ok=1&pin=leak2#access_token=leak3&kind=x",
      link: '</n?api_key=leak4&page=2>; rel="next", <https://joe:leak5@acme.example/resets/leak6>; rel="last"',
      "content-location": "/resets/leak7?page=3",
      "operation-location": "https://acme.example/operations/1?signature=leak8",
      "x-next": "https://acme.example/next?pin=leak9",
    });
    await clientFor(url, { transport }).send(get);
    expect(text()).not.toMatch(/leak\d/);
    expect(text()).toContain("location: /y?token=[hidden]&ok=1&pin=[hidden]#access_token=[hidden]&kind=x");
    expect(text()).toContain(
      'link: </n?api_key=[hidden]&page=2>; rel="next", <https://[hidden]@acme.example/resets/[hidden]>; rel="last"',
    );
    expect(text()).toContain("content-location: /resets/[hidden]?page=3");
    expect(text()).toContain("operation-location: https://acme.example/operations/1?signature=[hidden]");
    expect(text()).toContain("x-next: https://acme.example/next?pin=[hidden]");
  });

  test("shows the query as it is sent, so that no value forges a line", async () => {
    const { transport, lines } = recording(logged(), { "x-note": "shown" });
    await clientFor(url, { transport }).send({ ...get, query: queryOf({ q: "a\nacme #9 200 forged", s: "x y&z" }) });
    expect(lines[0]).toContain("GET https://api.acme.example/thing?q=a%0Aacme%20%239%20200%20forged&s=x%20y%26z");
    expect(lines[0]).not.toMatch(/^acme #9/m);
  });

  test("shows a reply's header on one line, whatever is in it", async () => {
    const forged = "a\r\nacme #9 200 forged\u2028\u0085\u001b[2J";
    const headers = {
      get: () => null,
      has: () => false,
      forEach: (take: (v: string, n: string) => void) => take(forged, "x-note"),
    };
    const answer: Transport = () => Promise.resolve({ status: 204, headers, body: null });
    const { transport, lines } = recording(logged(), {}, { transport: answer });
    await clientFor(url, { transport }).send(get);
    expect(lines[1]?.split(/[\n\r\u2028\u0085]/)).toEqual([
      expect.stringMatching(/^acme #1 204 after \d+ ms$/),
      "  x-note: a%0D%0Aacme #9 200 forged%E2%80%A8%C2%85%1B[2J",
    ]);
  });
});

describe("the debug log and secrets within values", () => {
  const url = "https://api.acme.example";

  test("looks into parameters, headers and fields that are objects", async () => {
    const { transport, text } = recording(logged(["pin", "X-Gate"]), { "x-echo": '{"pin":"leak0","a":1}' });
    const client = clientFor(url, { transport });
    await client.send({
      ...get,
      query: queryOf({
        f: deepObject({ pin: "leak1", a: 1 }),
        j: jsonParam({ pin: "leak2", a: { pin: ["leak3"] }, text: '[{"pin":"leak4"}]' }),
        back: "https://app.example/?code=leak5&page=2",
      }),
      headers: headersOf({ "X-Filter": jsonParam([{ pin: "leak6", a: 1 }]), "x-gate": "leak7", "x-page": "[1" }),
    });
    await client.send({
      ...post,
      body: formBody(
        { user: { pin: "leak8", a: 1 }, deep: { pin: "leak9" } },
        { deep: (value) => deepObject(value as object) },
      ),
    });
    expect(text()).not.toMatch(/leak\d/);
    expect(text()).toContain("?f%5Bpin%5D=[hidden]&f%5Ba%5D=1&j=");
    expect(text()).toContain('x-filter: [{"pin":"[hidden]","a":1}]');
    expect(text()).toContain('x-echo: {"pin":"[hidden]","a":1}');
    expect(text()).toContain("x-page: [1");
    expect(text()).toContain("&deep%5Bpin%5D=[hidden]");
    const query = new URL(/https:\S+/.exec(text())?.[0] ?? "").searchParams;
    expect(JSON.parse(query.get("j") ?? "")).toEqual({
      pin: "[hidden]",
      a: { pin: "[hidden]" },
      text: '[{"pin":"[hidden]"}]',
    });
    expect(query.get("back")).toBe("https://app.example/?code=[hidden]&page=2");
  });

  test("knows the secrets of a sign-in by OAuth", async () => {
    const { transport, text } = recording(logged());
    const body = {
      grant_type: "authorization_code",
      code: "leak1",
      code_verifier: "leak2",
      client_assertion: "leak3",
      client_secret: "leak4",
      client_id: "me",
      country_code: "CH",
    };
    await clientFor(url, { transport }).send({ ...post, body: formBody(body) });
    expect(text()).not.toMatch(/leak\d/);
    expect(text()).toContain("client_id=me&country_code=CH");
  });
});

describe("the debug log keeps out of the way of calls", () => {
  test.each([
    ["application/json", "not json"],
    ["application/x-ndjson", '{"a":1}\n{"b":2}'],
    ["application/x-www-form-urlencoded", "%%%=%&a"],
    ["text/plain", "text"],
  ])("whatever the body: %s", async (contentType, body) => {
    const { url, seen } = await serve((_, response) => json(response, { ok: true }));
    const { transport, lines } = recording(logged(), {}, { transport: fetch });
    const call = { ...post, body: textBody(body, contentType) };
    expect(await clientFor(url, { transport }).send(call)).toEqual({ ok: true });
    expect(seen[0]?.body).toBe(body);
    expect(lines[0]).toContain(`POST ${url}/thing`);
  });

  test.each([
    [
      "throws",
      () => {
        throw new Error("disk full");
      },
    ],
    ["rejects", () => Promise.reject(new Error("disk full"))],
  ])("also when what it writes to %s", async (_, write) => {
    const { transport } = recording(logged(), {}, { write: write as () => void });
    expect(await clientFor("https://api.acme.example", { transport }).send(get)).toEqual({});
    const broken: Transport = () => Promise.reject(new Error("cut"));
    const cut = debugLog(logged(), { write: write as () => void, transport: broken });
    const client = clientFor("https://api.acme.example", { transport: cut, retry: { retries: 0 } });
    expect(await failure(client.send(get))).toMatchObject({ name: "ConnectionError" });
  });
});
