import { generateKeyPairSync } from "node:crypto";
import sshpk from "sshpk";
import { CloudApiClient, type CloudApiOptions } from "@clientwright/cloudapi";
import { keySigner } from "@clientwright/runtime/keys";
import type { JsonObject, Twin, TwinOptions } from "@clientwright/twin";
import { start } from "../../twin/support.js";

/** A pair of RSA keys: the private one as PEM, the public one as the line of a `.pub` file. */
export interface KeyPair {
  readonly key: string;
  readonly publicKey: string;
}

/** Makes a pair of keys. */
export function makeKeys(): KeyPair {
  const { privateKey: key, publicKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  return { key, publicKey: sshpk.parseKey(publicKey, "pem").toString("ssh") };
}

/** A machine of a seed. */
export function machine(name: string, more: JsonObject = {}): JsonObject {
  const usual = { type: "smartmachine", state: "running", ips: [], memory: 128, disk: 12_288, metadata: {} };
  // The twin makes up the id.
  return { ...usual, name, created: "2016-01-04T12:55:50.539Z", ...more };
}

/** A twin of one data centre, and how clients get in. */
export interface Place {
  readonly twin: Twin;
  readonly keys: KeyPair;
  /** What a client needs: the account is `ada`. */
  readonly options: CloudApiOptions & { readonly baseUrl: string };
  readonly client: CloudApiClient;
}

const usualKeys = makeKeys();

/** Starts a twin that stops with the test, and makes a client for it. Its clock stands still unless it is told to run. */
export async function meet(options: TwinOptions = {}, keys: KeyPair = usualKeys): Promise<Place> {
  const credentials = { keys: [{ publicKey: keys.publicKey, name: "mine", account: "ada" }] };
  const twin = await start("cloudapi", { speed: 0, credentials, ...options });
  const signer = keySigner({ key: keys.key });
  const given = { baseUrl: twin.url, transport: twin.fetch, login: "ada", signer, retry: { retries: 0 } };
  return { twin, keys, options: given, client: new CloudApiClient(given) };
}

/** What the twin found wrong with the requests, by the document. */
export function complaints({ requests }: Twin): readonly string[] {
  return requests.flatMap(({ method, target, problems }) =>
    problems.map((problem) => `${method} ${target}: ${problem}`),
  );
}

/** The requests, as `METHOD /path?query`. */
export function linesOf({ requests }: Twin): readonly string[] {
  return requests.map(({ method, target }) => `${method} ${target}`);
}

/** What a call that must fail fails with. */
export async function failure(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    (value) => {
      throw new Error(`it should have failed, and gave ${JSON.stringify(value)}`);
    },
    (error: unknown) => error,
  );
}
