import { readFileSync } from "node:fs";
import { generateKeyPairSync } from "node:crypto";
import sshpk from "sshpk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isSdkError, type Client, type ClientOptions } from "@clientwright/runtime";
import { keySigner } from "@clientwright/runtime/keys";
import { startTwin, type Twin } from "@clientwright/twin";
import { CloudApiClient } from "@clientwright/cloudapi";
import { DecapodClient } from "@clientwright/decapod";
import { IonosEnterpriseClient } from "@clientwright/ionosenterprise";
import { LinodeClient } from "@clientwright/linode";
import { trialOf, type Listed } from "./support/inputs.js";
import { readSpec } from "./support/spec.js";

/*
 * Every operation of every package, called against a twin of its API that holds the examples of the spec. The twin reads
 * the spec with libraries of its own; whatever it answers, it may find nothing wrong with the request.
 */

const { privateKey, publicKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});
const openSsh = sshpk.parseKey(publicKey, "pem").toString("ssh");

const user = { username: "twin", password: "twin" };
const packages: readonly (readonly [name: string, client: (options: ClientOptions) => Client])[] = [
  ["linode", (options) => new LinodeClient({ ...options, token: "twin-token" })],
  ["cloudapi", (options) => new CloudApiClient({ ...options, login: "twin", signer: keySigner({ key: privateKey }) })],
  ["ionosenterprise", (options) => new IonosEnterpriseClient({ ...options, ...user })],
  ["decapod", (options) => new DecapodClient({ ...options, ...user })],
];

describe.each(packages)("%s at its twin", async (name, clientOf) => {
  const spec = await readSpec(`specs/${name}/openapi.yaml`);
  const { operations } = JSON.parse(readFileSync(`generated/${name}/clientwright.json`, "utf8")) as {
    operations: readonly Listed[];
  };
  let twin: Twin;
  beforeAll(async () => {
    const credentials = { keys: [{ publicKey: openSsh }] };
    twin = await startTwin(`specs/${name}/openapi.yaml`, { listen: false, credentials });
  });
  afterAll(() => twin.close());

  it.each(operations.map((each) => [each.function, each] as const))("%s", async (called, each) => {
    twin.reset();
    const operation = spec.operations.find(({ id }) => id === each.id);
    if (operation === undefined) throw new Error(`the spec has no operation ${each.id}`);
    const options = { baseUrl: twin.url, transport: twin.fetch, retry: { retries: 0 }, timeoutMs: 5_000 };
    const client = clientOf(options as ClientOptions);
    const { input } = trialOf(operation, each);
    const call = Reflect.get(client, called) as (...given: unknown[]) => Promise<unknown>;
    // Without a session there is nothing to end, and nothing is sent.
    if (called === "logout") await Reflect.apply(Reflect.get(client, "getUserSelf") as () => unknown, client, []);
    const result = await Reflect.apply(call, client, each.input.length === 0 ? [] : [input]).catch(
      (error: unknown) => error,
    );
    // A refusal is an answer too: the thing that the example speaks of may not be there.
    if (result instanceof Error) expect(isSdkError(result), String(result)).toBe(true);
    // A door may be shut before the body, and so which of the meanings of a path it is, has been looked at.
    const meanings = spec.operations.filter(
      ({ path, method }) => path === operation.path && method === operation.method,
    );
    const seen = twin.requests.filter((request) => meanings.some(({ id }) => id === request.operation));
    expect(seen.length, "the twin knows it by its operation").toBeGreaterThan(0);
    expect(seen.flatMap(({ problems }) => problems)).toEqual([]);
    expect(seen.flatMap(({ replyProblems }) => replyProblems)).toEqual([]);
  });
});
