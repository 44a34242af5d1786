import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { webCryptoSigner, type Client, type Transport } from "@clientwright/runtime";
import { CloudApiClient } from "@clientwright/cloudapi";
import { DecapodClient } from "@clientwright/decapod";
import { IonosEnterpriseClient } from "@clientwright/ionosenterprise";
import { LinodeClient } from "@clientwright/linode";
import { trialOf, type Listed } from "./support/inputs.js";
import { judge, type Sent } from "./support/judge.js";
import { sample } from "./support/sample.js";
import { readSpec, type JsonObject, type Operation } from "./support/spec.js";

/*
 * Every operation of every package, called with all its parameters and the example of its body. What leaves the client
 * is judged by the spec, as read by libraries that share nothing with the generator, and what it makes of the reply is
 * compared with the example that the reply was made of.
 */

interface Package {
  readonly name: string;
  readonly client: (transport: Transport) => Client;
  /** The header or parameter by which a signed-in request is known. */
  readonly isSignedIn: (sent: Sent) => boolean;
}

const keys = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
const platformSigner = webCryptoSigner("/ann/keys/one", keys.privateKey);

const packages: readonly Package[] = [
  {
    name: "linode",
    client: (transport) => new LinodeClient({ token: "t0ken", transport }),
    isSignedIn: ({ headers }) => headers.get("authorization") === "Bearer t0ken",
  },
  {
    name: "cloudapi",
    client: (transport) => new CloudApiClient({ signer: platformSigner, transport }),
    isSignedIn: ({ headers }) => /^Signature keyId="\/ann\/keys\/one",/.test(headers.get("authorization") ?? ""),
  },
  {
    name: "ionosenterprise",
    client: (transport) => new IonosEnterpriseClient({ username: "ann", password: "s3cret", transport }),
    isSignedIn: ({ headers }) => headers.get("authorization") === `Basic ${btoa("ann:s3cret")}`,
  },
  {
    name: "decapod",
    client: (transport) => new DecapodClient({ username: "admin", password: "s3cret", transport }),
    isSignedIn: ({ headers }) => headers.get("authorization") === loginToken,
  },
];

const loginToken = "6f3c4d6e-0d54-4b0a-9b5e-3a1c2f1f5d11";

describe.each(packages)("$name", async ({ name, client: clientOf, isSignedIn }) => {
  const spec = await readSpec(`specs/${name}/openapi.yaml`);
  const listed = (JSON.parse(readFileSync(`generated/${name}/clientwright.json`, "utf8")) as { operations: Listed[] })
    .operations;
  const byId = new Map(spec.operations.map((operation) => [operation.id, operation]));

  it.each(listed.map((each) => [each.function, each] as const))("%s", async (_, each) => {
    const operation = byId.get(each.id);
    if (operation === undefined) throw new Error(`the spec has no operation ${each.id}`);
    const trial = trialOf(operation, each);
    const { reply, expected } = replyOf(operation);
    const sent: Sent[] = [];
    const client = clientOf(async (input, init) => {
      const request = new Request(input as string, init as RequestInit);
      const url = new URL(request.url);
      const text = await request.text();
      const seen = { method: request.method, url, headers: request.headers, body: text === "" ? undefined : text };
      if (isLogin(seen) && each.function !== "login") return Response.json(login());
      sent.push(seen);
      return reply();
    });
    const call: unknown = Reflect.get(client, each.function);
    if (typeof call !== "function") throw new Error(`the client has no method ${each.function}`);
    // Without a session there is nothing to end, and nothing is sent.
    if (each.function === "logout")
      await Reflect.apply(Reflect.get(client, "getUserSelf") as () => unknown, client, []);
    sent.length = 0;
    const result: unknown = await Reflect.apply(call, client, each.input.length === 0 ? [] : [trial.input]);
    expect(sent).toHaveLength(1);
    const [request] = sent;
    if (request === undefined) return;
    expect(judge(spec, operation, trial, request)).toEqual([]);
    if (operation.signIn === "needed") expect(isSignedIn(request), "signed in").toBe(true);
    if (operation.signIn === "none") expect(request.headers.has("authorization"), "signed in").toBe(false);
    if (expected instanceof Text) expect(await textOf(result)).toBe(expected.text);
    else expect(result).toEqual(expected);
  });

  it("has every row of the inventory, under the same method and path", (context) => {
    const inventory = "../shared/inventory/operations.tsv";
    if (!existsSync(inventory)) context.skip("There is no inventory beside the project.");
    const rows = readFileSync(inventory, "utf8")
      .split("\n")
      .map((row) => row.split("\t"))
      .filter(([api]) => api === name);
    const plain = (path = ""): string => path.replace(/\?.*/, "").replace(/\{[^}]+\}/g, "{}");
    const missing = rows
      .filter(([, id = "", method, path]) => {
        const operation = byId.get(id);
        return operation === undefined || operation.method !== method || plain(operation.path) !== plain(path);
      })
      .map(([, id, method, path]) => `${id} ${method} ${path}`);
    expect(rows.length).toBeGreaterThan(30);
    expect(missing).toEqual([]);
  });
});

/** What the server answers, and what the client has to make of it. */
function replyOf({ reply }: Operation): { readonly reply: () => Response; readonly expected: unknown } {
  const { status, contents } = reply;
  const type = Object.keys(contents).find((each) => each.includes("json")) ?? Object.keys(contents)[0];
  const content = type === undefined ? undefined : contents[type];
  if (type === undefined || content === undefined || status === 204) {
    return { reply: () => new Response(null, { status }), expected: undefined };
  }
  const schema = content["schema"] as JsonObject;
  const value = content["example"] ?? sample(schema);
  const isEmpty =
    schema["additionalProperties"] === false && Object.keys((schema["properties"] ?? {}) as object).length === 0;
  const isJson = /[/+]json$/.test(type);
  const text = isJson || typeof value === "object" ? JSON.stringify(value) : String(value);
  const body = type === "text/event-stream" ? `data: ${text}\n\n` : text;
  const answer = (): Response => new Response(body, { status, headers: { "content-type": type } });
  return { reply: answer, expected: isEmpty ? undefined : isJson ? value : new Text(text) };
}

/** A reply that is not JSON. */
class Text {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What a caller has got, as text: bytes are read, and of a stream of events the first one. */
async function textOf(result: unknown): Promise<unknown> {
  if (result instanceof Uint8Array) return new TextDecoder().decode(result);
  if (typeof result !== "object" || result === null || !(Symbol.asyncIterator in result)) return result;
  for await (const part of result as AsyncIterable<unknown>) {
    return JSON.stringify(typeof part === "object" && part !== null && "data" in part ? part.data : part);
  }
  return undefined;
}

function isLogin({ method, url }: Sent): boolean {
  return method === "POST" && url.pathname === "/v1/auth/";
}

function login(): JsonObject {
  return { id: loginToken, model: "token", data: { expires_at: Math.floor(Date.now() / 1000) + 1800 } };
}
