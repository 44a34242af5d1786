import { describe, expect, it } from "vitest";
import { ApiError, tokenLogin, type ServiceDefinition } from "@clientwright/runtime";
import { faultServer, refusingUrl, reply, type FaultServer } from "../../support/fault-server.js";
import { clientOf, get, post, rejection, service, transports } from "./clients.js";

describe.each(transports)("retries over $name", ({ transport }) => {
  /** A server that gives these replies one after the other, and the last one from then on. */
  const script = (...replies: readonly string[]): Promise<FaultServer> =>
    faultServer((socket, _, count) => socket.end(replies[Math.min(count, replies.length) - 1] ?? ""));

  it.each([500, 502, 503, 504, 408, 429])("a %i, then fine", async (status) => {
    const { url: baseUrl, requests } = await script(reply(status, "{}"), reply(status), reply(200, '"fine"'));
    expect(await clientOf({ baseUrl, transport }).send(get)).toBe("fine");
    expect(requests).toHaveLength(3);
  });

  it("give up with the last error", async () => {
    const { url: baseUrl } = await script(reply(500), reply(502), reply(503, '{"errors":[{"reason":"rest"}]}'));
    const error = await rejection(clientOf({ baseUrl, transport }).send(get));
    expect(error).toMatchObject({ name: "ServerError", status: 503, message: "getThing: 503 rest" });
  });

  it.each([400, 401, 403, 404, 409, 422, 501, 505])("do not come after %i", async (status) => {
    const { url: baseUrl, requests } = await script(reply(status));
    await rejection(clientOf({ baseUrl, transport }).send(get));
    expect(requests).toHaveLength(1);
  });

  it("do not come after an answer to a POST", async () => {
    for (const status of [429, 500, 503]) {
      const { url: baseUrl, requests } = await script(reply(status));
      await rejection(clientOf({ baseUrl, transport }).send(post));
      expect(requests).toHaveLength(1);
    }
  });

  it("of a POST send the whole body again when the caller says that this is safe", async () => {
    const { url: baseUrl, requests } = await script(reply(500), reply(200, "{}"));
    await clientOf({ baseUrl, transport }).send(post, { idempotent: true });
    expect(requests.map(({ body }) => body)).toEqual(['{"a":1}', '{"a":1}']);
  });

  it("do not repeat a POST whose redirect led to a refused connection", async () => {
    for (const status of [301, 302, 303]) {
      const location = `${await refusingUrl()}/result`;
      const { url: baseUrl, requests } = await script(reply(status, "", { location }));
      const error = await rejection(clientOf({ baseUrl, transport }).send(post));
      expect(error).toMatchObject({ name: "ConnectionError", sent: true });
      expect(requests, String(status)).toHaveLength(1);
    }
  });

  describe("after a 429", () => {
    it.each([
      ["seconds", () => "1", 950, 15_000],
      // A date has whole seconds, so up to one of the two is lost.
      ["an HTTP date", () => new Date(Date.now() + 2_000).toUTCString(), 950, 15_000],
      ["the past", () => "Sun, 06 Nov 1994 08:49:37 GMT", 0, 15_000],
      ["no time", () => "0", 0, 15_000],
    ])("wait as long as Retry-After says in %s", async (_, header, least, most) => {
      const { url: baseUrl, requests } = await faultServer((socket, __, count) =>
        socket.end(count === 1 ? reply(429, "{}", { "retry-after": header() }) : reply(200, '"fine"')),
      );
      const begun = performance.now();
      expect(await clientOf({ baseUrl, transport }).send(get)).toBe("fine");
      const ms = performance.now() - begun;
      expect(ms).toBeGreaterThan(least);
      expect(ms).toBeLessThan(most);
      expect(requests).toHaveLength(2);
    });

    it.each(["86400", "61", "1e99", "Infinity", "Fri, 31 Dec 2999 23:59:59 GMT"])(
      "fail at once when Retry-After is %s",
      async (header) => {
        const { url: baseUrl, requests } = await script(reply(429, "", { "retry-after": header }));
        expect(await rejection(clientOf({ baseUrl, transport }).send(get))).toMatchObject({ name: "RateLimitError" });
        expect(requests).toHaveLength(1);
      },
    );

    it.each(["soon", "in 5 minutes", "try 1 more", ""])("do not take %j for a time", async (header) => {
      const { url: baseUrl } = await script(reply(429, "", { "retry-after": header }));
      const error = await rejection(clientOf({ baseUrl, transport, retry: { retries: 0 } }).send(get));
      expect(error instanceof ApiError && error.retryAfterMs).toBeUndefined();
    });
  });

  describe("of a refused session", () => {
    const withLogin: ServiceDefinition = {
      ...service,
      credentials: {
        token: tokenLogin({
          credentials: { password: "password" },
          login: { operation: "login", method: "POST", path: "/login" },
          token: ["token"],
          prefix: "Bearer ",
        }),
      },
    };
    const words = (requests: FaultServer["requests"]): string[] =>
      requests.map(({ head }) => `${head.split(" ")[1]} ${/authorization: (\S+ \S+)/i.exec(head)?.[1] ?? "-"}`);
    /** Hands out tokens by number; answers the first call well, and each later one by what the function says. */
    const server = (answer: (token: number, call: number) => string): Promise<FaultServer> => {
      let logins = 0;
      let calls = 0;
      return faultServer((socket, { head }) => {
        if (head.startsWith("POST /login")) socket.end(reply(200, `{"token":"t${++logins}"}`));
        else if (++calls === 1) socket.end(reply(200, "{}"));
        else socket.end(answer(Number(/bearer t(\d+)/i.exec(head)?.[1]), calls));
      });
    };

    it("sign in once more after a 401, also for a POST", async () => {
      const { url: baseUrl, requests } = await server((token) => (token < 2 ? reply(401) : reply(200, '"in"')));
      const client = clientOf({ baseUrl, transport, password: "p4ss" }, withLogin);
      await client.send(get);
      expect(await client.send(post)).toBe("in");
      expect(words(requests.slice(2))).toEqual(["/things Bearer t1", "/login -", "/things Bearer t2"]);
    });

    it("give up after a second 401, and begin anew with the next call", async () => {
      const { url: baseUrl, requests } = await server((token) =>
        token < 3 ? reply(401, '{"errors":[{"reason":"go away"}]}') : reply(200, '"in"'),
      );
      const client = clientOf({ baseUrl, transport, password: "p4ss" }, withLogin);
      await client.send(get);
      const error = await rejection(client.send(get));
      expect(error).toMatchObject({ name: "UnauthorizedError", message: "getThing: 401 go away" });
      expect(words(requests.slice(2))).toEqual(["/thing Bearer t1", "/login -", "/thing Bearer t2"]);
      expect(await client.send(get)).toBe("in");
    });

    it("sign in once more as well when the 401 comes after another failure", async () => {
      const { url: baseUrl } = await server((token, call) =>
        call === 2 ? reply(503) : token < 2 ? reply(401) : reply(200, '"in"'),
      );
      const client = clientOf({ baseUrl, transport, password: "p4ss" }, withLogin);
      await client.send(get);
      expect(await client.send(get)).toBe("in");
    });

    it("do not send the password to another origin", async () => {
      const other = await faultServer((socket) => socket.end(reply(200, '{"token":"stolen"}')));
      for (const status of [307, 308]) {
        const location = `${other.url}/login`;
        const { url: baseUrl } = await faultServer((socket) => socket.end(reply(status, "", { location })));
        await rejection(clientOf({ baseUrl, transport, password: "p4ss" }, withLogin).send(get));
      }
      expect(other.requests.map(({ body }) => body).join()).not.toContain("p4ss");
    });

    it("do not come when a token was merely given", async () => {
      const { url: baseUrl, requests } = await script(reply(401), reply(200, "{}"));
      expect(await rejection(clientOf({ baseUrl, transport }).send(get))).toMatchObject({ name: "UnauthorizedError" });
      expect(requests).toHaveLength(1);
    });
  });
});
