import { describe, expect, it } from "vitest";
import {
  apiKey,
  basic,
  binaryBody,
  httpSignature,
  withReply,
  type Security,
  type ServiceDefinition,
  headersOf,
  jsonBody,
} from "@clientwright/runtime";
import { faultServer, reply, type FaultServer, type RawRequest } from "../../support/fault-server.js";
import { clientOf, get, post, rejection, service, transports } from "./clients.js";

const lineOf = ({ head }: RawRequest): string => head.split(" HTTP/")[0] ?? "";
const receivedHeaders = ({ head }: RawRequest): Map<string, string> =>
  new Map(
    head
      .split("\r\n")
      .slice(1, -2)
      .map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]),
  );

describe.each(transports)("redirects over $name", ({ transport }) => {
  /** A server that sends each path to the next place of the map, and answers elsewhere with the path. */
  const guide = (places: Readonly<Record<string, readonly [status: number, location: string]>>): Promise<FaultServer> =>
    faultServer((socket, request) => {
      const path = lineOf(request).split(" ")[1] ?? "";
      const place = places[path];
      socket.end(place ? reply(place[0], "moved", { location: place[1] }) : reply(200, JSON.stringify(path)));
    });

  it("follow a chain to its end, with the credentials at each step", async () => {
    const { url: baseUrl, requests } = await guide({
      "/v1/thing": [301, "/v1/a"],
      "/v1/a": [302, "b?x=1"],
      "/v1/b?x=1": [307, "?y=2"],
      "/v1/b?y=2": [308, "../c#part"],
    });
    const { data, reply } = await withReply((options) =>
      clientOf({ baseUrl: `${baseUrl}/v1`, transport }).send(get, options),
    );
    expect(data).toBe("/c");
    expect(reply.url.split("#")[0]).toBe(`${baseUrl}/c`);
    expect(requests.map((request) => receivedHeaders(request).get("authorization"))).toEqual(
      Array(5).fill("Bearer s3cret"),
    );
  });

  it("stop at the limit, with the status of the last, and are not tried again", async () => {
    const { url: baseUrl, requests } = await guide({ "/thing": [302, "/other"], "/other": [302, "/thing"] });
    expect(await rejection(clientOf({ baseUrl, transport }).send(get))).toMatchObject({
      name: "ApiError",
      status: 302,
    });
    expect(requests).toHaveLength(6);
    await rejection(clientOf({ baseUrl, transport }).send(get, { limits: { redirects: 2 } }));
    expect(requests).toHaveLength(9);
  });

  it("are under the clock of the attempt", async () => {
    const { url: baseUrl } = await faultServer((socket) => {
      setTimeout(() => socket.end(reply(302, "", { location: "/again" })), 40);
    });
    const client = clientOf({ baseUrl, transport, timeoutMs: 100, retry: { retries: 0 } });
    expect(await rejection(client.send(get))).toMatchObject({ name: "TimeoutError" });
  });

  it.each([
    [301, "GET", "GET"],
    [301, "POST", "GET"],
    [301, "PUT", "PUT"],
    [301, "HEAD", "HEAD"],
    [302, "POST", "GET"],
    [302, "PATCH", "PATCH"],
    [302, "DELETE", "DELETE"],
    [303, "GET", "GET"],
    [303, "POST", "GET"],
    [303, "PUT", "GET"],
    [303, "DELETE", "GET"],
    [303, "HEAD", "HEAD"],
    [307, "POST", "POST"],
    [307, "PUT", "PUT"],
    [308, "POST", "POST"],
    [308, "PATCH", "PATCH"],
  ])("after a %i turn %s into %s, as the fetch standard has it", async (status, method, expected) => {
    const { url: baseUrl, requests } = await guide({ "/thing": [status, "/end"] });
    const body = /^P/.test(method) ? jsonBody({ a: 1 }) : undefined;
    await clientOf({ baseUrl, transport }).send({ ...get, method, body });
    const last = requests[1];
    expect(last && lineOf(last)).toBe(`${expected} /end`);
    const isKept = body !== undefined && expected === method;
    expect(last?.body).toBe(isKept ? '{"a":1}' : "");
    expect(last && receivedHeaders(last).get("content-type")).toBe(isKept ? "application/json" : undefined);
    expect(last && (receivedHeaders(last).get("content-length") ?? "0")).toBe(isKept ? "7" : "0");
  });

  it.each([300, 304, 305, 306])("are not what a %i is", async (status) => {
    const { url: baseUrl, requests } = await guide({ "/thing": [status, "/end"] });
    expect(await rejection(clientOf({ baseUrl, transport }).send(get))).toMatchObject({ status });
    expect(requests).toHaveLength(1);
  });

  it.each(["ftp://127.0.0.1/x", "file:///etc/passwd", "data:,x", "http://[", "//", "http://a b/", "mailto:a@b"])(
    "to %s are answers as they are",
    async (location) => {
      const { url: baseUrl, requests } = await guide({ "/thing": [302, location] });
      expect(await rejection(clientOf({ baseUrl, transport }).send(get))).toMatchObject({ status: 302 });
      expect(requests).toHaveLength(1);
    },
  );

  it("without a place are answers as they are", async () => {
    const { url: baseUrl } = await faultServer((socket) => socket.end(reply(302)));
    expect(await rejection(clientOf({ baseUrl, transport }).send(get))).toMatchObject({ status: 302 });
  });

  it("do not send a stream twice", async () => {
    const { url: baseUrl, requests } = await guide({ "/thing": [307, "/end"], "/form": [303, "/end"] });
    const stream = (): ReadableStream => new Blob(["abc"]).stream();
    const put = { ...get, method: "PUT" };
    const client = clientOf({ baseUrl, transport });
    expect(await rejection(client.send({ ...put, body: binaryBody(stream()) }))).toMatchObject({ status: 307 });
    expect(requests).toHaveLength(1);
    expect(await client.send({ ...put, path: "/form", body: binaryBody(stream()) })).toBe("/end");
  });

  it("keep a key of the query when the place has a fragment", async () => {
    const keyed = withKey("query");
    const { url: baseUrl, requests } = await guide({ "/thing?key=s3cret": [302, "/end#part"] });
    await clientOf({ baseUrl, transport }, keyed).send(get);
    expect(requests.map(lineOf)).toEqual(["GET /thing?key=s3cret", "GET /end?key=s3cret"]);
  });

  describe("to another origin", () => {
    it.each([301, 302, 303, 307, 308])("carry no credential of any kind after a %i", async (status) => {
      const other = await faultServer((socket) => socket.end(reply(200, '"there"')));
      for (const [name, { definition, options }] of Object.entries(signIns)) {
        const { url: baseUrl, requests } = await guide(
          Object.fromEntries(["/thing", "/thing?key=s3cret"].map((path) => [path, [status, `${other.url}/x`]])),
        );
        const headers = { "X-Session": "s3cret", "X-Amz-Signature": "s3cret" };
        const call = { ...get, headers: headersOf({ "X-Call": "s3cret" }, { sid: "s3cret" }) };
        const client = clientOf({ baseUrl, transport, headers, ...options }, definition);
        await client.send(call, { headers: { "Proxy-Authorization": "s3cret" } }).catch(() => undefined);
        expect(requests[0]?.head, name).toMatch(/s3cret|czNjcmV0/);
      }
      for (const request of other.requests) {
        const { head } = request;
        expect(head).not.toMatch(/s3cret|czNjcmV0/);
        const known = /^(host|connection|accept|accept-encoding|accept-language|sec-fetch-mode|user-agent)$/;
        expect([...receivedHeaders(request).keys()].filter((name) => !known.test(name))).toEqual([]);
      }
    });

    it("and back home carry none either", async () => {
      const origins: string[] = [];
      const home = await faultServer((socket, request) => {
        const isStart = lineOf(request) === "GET /thing";
        socket.end(isStart ? reply(302, "", { location: `${origins[0]}/there` }) : reply(200, '"back"'));
      });
      const other = await faultServer((socket) => socket.end(reply(302, "", { location: `${home.url}/back` })));
      origins.push(other.url);
      expect(await clientOf({ baseUrl: home.url, transport }).send(get)).toBe("back");
      const authorizations = home.requests.map((request) => receivedHeaders(request).get("authorization"));
      expect(authorizations).toEqual(["Bearer s3cret", undefined]);
    });

    it("are another origin by port and by name", async () => {
      const other = await faultServer((socket) => socket.end(reply(200, "{}")));
      const named = other.url.replace("127.0.0.1", "localhost");
      const { url: baseUrl } = await guide({ "/thing": [302, named] });
      await clientOf({ baseUrl, transport }).send(get);
      expect(other.requests.map(({ head }) => head).join()).not.toContain("s3cret");
    });

    it("do not repeat a key of the query that the server put into the place", async () => {
      const other = await faultServer((socket) => socket.end(reply(200, "{}")));
      for (const place of ["/x?key=s3cret", "/x?next=%2Fthing%3Fkey%3Ds3cret", "/x/s3cret"]) {
        const { url: baseUrl } = await guide({ "/thing?key=s3cret": [302, other.url + place] });
        const error = await rejection(clientOf({ baseUrl, transport }, withKey("query")).send(get));
        expect(error).toMatchObject({ status: 302 });
        expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain("s3cret");
      }
      expect(other.requests).toEqual([]);
    });

    it("do not carry a key of the query that a first step at home has repeated", async () => {
      const other = await faultServer((socket) => socket.end(reply(200, "{}")));
      const { url: baseUrl } = await faultServer((socket, request) => {
        const path = lineOf(request).split(" ")[1] ?? "";
        const location = path.startsWith("/thing") ? path.replace("thing", "step") : other.url + path;
        socket.end(reply(302, "", { location }));
      });
      await rejection(clientOf({ baseUrl, transport }, withKey("query")).send(get));
      expect(other.requests).toEqual([]);
    });

    it("carry no body, which may hold a password or say much of the caller", async () => {
      const other = await faultServer((socket) => socket.end(reply(200, "{}")));
      for (const status of [307, 308]) {
        const { url: baseUrl } = await guide({ "/things": [status, `${other.url}/x`] });
        expect(await rejection(clientOf({ baseUrl, transport }).send(post))).toMatchObject({ status });
      }
      expect(other.requests).toEqual([]);
      for (const status of [301, 302, 303]) {
        const { url: baseUrl } = await guide({ "/things": [status, `${other.url}/x`] });
        await clientOf({ baseUrl, transport }).send(post);
      }
      expect(other.requests.map(lineOf)).toEqual(Array(3).fill("GET /x"));
      expect(other.requests.map(({ body }) => body).join("")).toBe("");
      expect(other.requests.some((request) => receivedHeaders(request).has("content-type"))).toBe(false);
    });
  });

  it("do not leak the user name in a place, and treat it alike", async () => {
    const { url: baseUrl, requests } = await faultServer((socket, request) => {
      const { host } = new URL(`http://${receivedHeaders(request).get("host")}`);
      const isStart = lineOf(request) === "GET /thing";
      socket.end(isStart ? reply(302, "", { location: `http://joe:s3cret2@${host}/x` }) : reply(200, "{}"));
    });
    const error = await rejection(clientOf({ baseUrl, transport }).send(get));
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain("s3cret2");
    // Neither tried again nor followed: the fetch standard does not allow such places either.
    expect(error).toMatchObject({ status: 302 });
    expect(requests).toHaveLength(1);
  });
});

function withKey(place: "header" | "query" | "cookie"): ServiceDefinition {
  return { ...service, credentials: { token: apiKey({ option: "token", in: place, name: "key" }) } };
}

const signer = { keyId: "s3cret", algorithm: "rsa-sha256", sign: () => new TextEncoder().encode("s3cret") };
const every: Security = [["token", "signature"]];

/** All that a client can sign in with. The base64 text of the secret begins with `czNjcmV0`. */
const signIns: Readonly<Record<string, { definition: ServiceDefinition; options: Readonly<Record<string, unknown>> }>> =
  {
    bearer: { definition: service, options: {} },
    basic: {
      definition: { ...service, credentials: { token: basic({ username: "token", password: "password" }) } },
      options: { password: "s3cret" },
    },
    header: { definition: withKey("header"), options: {} },
    cookie: { definition: withKey("cookie"), options: {} },
    query: { definition: withKey("query"), options: {} },
    signature: {
      definition: {
        ...service,
        security: every,
        credentials: { ...service.credentials, signature: httpSignature({ option: "signer" }) },
      },
      options: { signer },
    },
  };
