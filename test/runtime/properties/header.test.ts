import "./fixed-seed.js";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  apiKey,
  basic,
  bearer,
  httpSignature,
  isSdkError,
  jsonParam,
  textBody,
  type ServiceDefinition,
  headersOf,
  type ParameterValues,
} from "@clientwright/runtime";
import { sent, text, type Sent } from "./sent.js";

/** Text in which forbidden signs are frequent, with a mark that shows where it went. */
const risky: fc.Arbitrary<string> = fc
  .tuple(text, fc.constantFrom("", "\r\n", "\r", "\n", "\0", "\r\nx-evil: 1", "\n\n<html>", "\u010a", "€"), text)
  .map((parts) => `m4rk${parts.join("")}`);

/** Every way by which text of a caller or a server gets into a header. */
const ways: Readonly<Record<string, (value: string) => Promise<Sent>>> = {
  "a header of the call": (value) => sent({ headers: { "X-A": value } }),
  "a list in a header": (value) => sent({ headers: headersOf({ "X-A": ["a", value] }) }),
  "an object in a header": (value) => sent({ headers: headersOf({ "X-A": { [value]: value } }) }),
  "the name of a header": (value) => sent({ headers: { [value]: "1" } }),
  "a header of the client": (value) => sent({}, { headers: { "X-A": value } }),
  "the user agent": (value) => sent({}, { userAgent: value }),
  "a cookie": (value) => sent({ headers: headersOf({}, { a: value }) }),
  "the name of a cookie": (value) => sent({ headers: headersOf({}, { [value]: "a" }) }),
  "the content type": (value) => sent({ method: "PUT", body: textBody("a", value) }),
  "the accepted type": (value) => sent({ accept: value }),
  "a bearer token": (value) => signedIn({ token: bearer({ option: "token" }) }, { token: value }),
  "a token from a function": (value) => signedIn({ token: bearer({ option: "token" }) }, { token: () => value }),
  "a user name": (token) => signedIn({ token: basic({ username: "token", password: "p" }) }, { token, p: "x" }),
  "a key in a header": (value) =>
    signedIn({ token: apiKey({ option: "token", in: "header", name: "X-Key" }) }, { token: value }),
  "a key in a cookie": (value) =>
    signedIn({ token: apiKey({ option: "token", in: "cookie", name: "sid" }) }, { token: value }),
  "the id of a key": (keyId) =>
    signedIn(
      { token: httpSignature({ option: "token" }) },
      { token: { keyId, algorithm: "ed25519", sign: () => new Uint8Array(1) } },
    ),
  "what onRequest sets": (value) => sent({}, { onRequest: ({ headers }) => void (headers["x-a"] = value) }),
};

function signedIn(
  credentials: ServiceDefinition["credentials"],
  options: Readonly<Record<string, unknown>>,
): Promise<Sent> {
  return sent({}, options, { name: "acme", version: "1", servers: [], credentials, security: [["token"]] });
}

describe.each(Object.entries(ways))("%s", (way, send) => {
  it("never carries a line break or NUL, and is refused without being quoted", async () => {
    await fc.assert(
      fc.asyncProperty(risky, async (value) => {
        const outcome = await send(value).then(
          (request) => ({ request }),
          (error: unknown) => ({ error }),
        );
        if ("error" in outcome) {
          expect(isSdkError(outcome.error)).toBe(true);
          // A name and the id of a key are no secrets, and the message needs them.
          if (!/name|id/.test(way)) expect(String(outcome.error)).not.toContain("m4rk");
          return;
        }
        for (const [name, content] of Object.entries(outcome.request.headers)) {
          expect(name).toMatch(/^[\w!#$%&'*+.^`|~-]+$/);
          expect(content).toMatch(/^[\t\x20-\x7e\x80-\xff]*$/);
        }
        // The platform has a word to say as well.
        expect(() => new Headers({ ...outcome.request.headers })).not.toThrow();
      }),
    );
  });
});

describe("headers", () => {
  it("arrive as they are when there is nothing wrong with them", async () => {
    const fine = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) });
    await fc.assert(
      fc.asyncProperty(fine, async (value) => {
        expect((await sent({ headers: { "X-A": value } })).headers["x-a"]).toBe(value);
      }),
    );
  });

  it("carry JSON of any characters, which reads back as it was", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ stringUnit: "binary" }), async (value) => {
        const { headers } = await sent({ headers: headersOf({ "X-Filter": jsonParam(value) }) });
        expect(JSON.parse(headers["x-filter"] ?? "")).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it("keep cookies apart", async () => {
    const call = (cookies: ParameterValues): Promise<Sent> => sent({ headers: headersOf({}, cookies) });
    await fc.assert(
      fc.asyncProperty(text, text, async (one, two) => {
        const { headers } = await call({ one, two });
        const read = (headers["cookie"] ?? "").split("; ").map((pair) => pair.split("=").map(decodeURIComponent));
        expect(read).toEqual([
          ["one", one.toWellFormed()],
          ["two", two.toWellFormed()],
        ]);
      }),
    );
  });
});

describe("headers", () => {
  it("are those that somebody set, whatever a page or another package has put on all objects", async () => {
    Object.assign(Object.prototype, { "x-everywhere": "1", broken: "a\nb" });
    try {
      const { headers } = await sent({ headers: { "x-a": "1" } }, { headers: { "x-b": "2" } });
      expect(Object.keys(headers).sort()).toEqual(["accept", "user-agent", "x-a", "x-b"]);
    } finally {
      for (const name of ["x-everywhere", "broken"]) Reflect.deleteProperty(Object.prototype, name);
    }
  });
});
