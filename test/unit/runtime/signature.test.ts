import { execFileSync, spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { createServer as createTcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import httpSignature from "http-signature";
import sshpk from "sshpk";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import {
  ConfigurationError,
  httpSignature as httpSignatureScheme,
  queryOf,
  SigningError,
  webCryptoSigner,
  type HttpSignatureConfig,
  type KeyNames,
  type ServiceDefinition,
  type Signer,
  jsonBody,
} from "@clientwright/runtime";
import { agentSigner, fingerprint, keySigner, readKey, signerFromEnv } from "../../../runtime/src/keys/index.js";
import { clientFor, definition, failure, json, serve } from "./support.js";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "clientwright-keys-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Makes a key as users do; gives its private and its public text. */
function makeKey(name: string, args: string[], passphrase = ""): { file: string; key: string; publicKey: string } {
  const file = join(folder, name);
  execFileSync("ssh-keygen", ["-q", "-N", passphrase, "-C", name, "-f", file, ...args]);
  return { file, key: readFileSync(file, "utf8"), publicKey: readFileSync(`${file}.pub`, "utf8") };
}

/** Lets the reference package judge a request, and gives the key id in it. Throws when the request is not signed well. */
function judge(request: IncomingMessage, publicKey: string, form: HttpSignatureConfig["form"]): string {
  const { authorization = "", date = "" } = request.headers;
  const isGood = (parsed: Parameters<typeof httpSignature.verifySignature>[0]): void =>
    expect(httpSignature.verifySignature(parsed, publicKey)).toBe(true);
  if (form === "classic") {
    // Its parser takes nothing but parameters, and fails at the blank before the signature; what it would have found is
    // put together here, and its verifier judges that.
    const [, keyId = "", algorithm = "", signature] =
      /^Signature keyId="([^"]+)",algorithm="([\w-]+)" (\S+)$/.exec(authorization) ?? [];
    const parsed = { algorithm, params: { keyId, algorithm, signature }, signingString: date };
    isGood(parsed);
    return keyId;
  }
  const raw = /^Signature keyId="(.*)",algorithm="ecdsa-sha384",headers="date",signature="(.*)"$/.exec(authorization);
  if (raw) {
    // Its list of hashes lacks SHA-384, for the parser and the verifier alike; the library beneath it knows that.
    const verifier = sshpk.parseKey(publicKey, "auto").createVerify("sha384");
    verifier.update(`date: ${date}`);
    expect(verifier.verify(sshpk.parseSignature(raw[2] ?? "", "ecdsa", "asn1"))).toBe(true);
    return raw[1] ?? "";
  }
  const parsed = httpSignature.parseRequest(request, { headers: ["date"], authorizationHeaderName: "authorization" });
  isGood(parsed);
  return parsed.params.keyId;
}

/** Signs a request, sends it over a socket, and has it judged there. */
async function judged(
  signer: Signer,
  publicKey: string,
  config: Partial<HttpSignatureConfig> = {},
): Promise<{ keyId: string; headers: IncomingMessage["headers"] }> {
  let found: { keyId: string; headers: IncomingMessage["headers"] } | undefined;
  let problem: unknown;
  const { url } = await serve((request, response) => {
    try {
      found = { keyId: judge(request, publicKey, config.form), headers: request.headers };
    } catch (error) {
      problem = error;
    }
    json(response, {});
  });
  const service: ServiceDefinition = {
    ...definition,
    credentials: { signer: httpSignatureScheme({ option: "signer", ...config }) },
    security: [["signer"]],
  };
  await clientFor(url, { signer }, service).send({
    operation: "op",
    method: "POST",
    path: "/a/b",
    query: queryOf({ x: "1 2" }),
    body: jsonBody({ k: 1 }),
  });
  if (found === undefined) throw problem;
  return found;
}

const owner = { login: "joe" };

describe("keys in memory", () => {
  test.each([
    ["RSA, OpenSSH", "rsa-openssh", ["-t", "rsa", "-b", "2048"], ""],
    ["RSA, PEM", "rsa-pem", ["-t", "rsa", "-b", "2048", "-m", "PEM"], ""],
    ["RSA, PKCS 8", "rsa-pkcs8", ["-t", "rsa", "-b", "2048", "-m", "PKCS8"], ""],
    ["RSA, OpenSSH, encrypted", "rsa-openssh-x", ["-t", "rsa", "-b", "2048"], "open sesame"],
    ["RSA, PEM, encrypted", "rsa-pem-x", ["-t", "rsa", "-b", "2048", "-m", "PEM"], "open sesame"],
    ["ECDSA 256, OpenSSH", "ec256", ["-t", "ecdsa", "-b", "256"], ""],
    ["ECDSA 384, PEM", "ec384", ["-t", "ecdsa", "-b", "384", "-m", "PEM"], ""],
    ["ECDSA 521, encrypted", "ec521", ["-t", "ecdsa", "-b", "521"], "open sesame"],
    ["Ed25519", "ed", ["-t", "ed25519"], ""],
    ["Ed25519, encrypted", "ed-x", ["-t", "ed25519"], "open sesame"],
  ])("%s", async (_, name, args, passphrase) => {
    const { key, publicKey } = makeKey(name, args, passphrase);
    const signer = keySigner({ ...owner, key, ...(passphrase && { passphrase }) });
    const { keyId } = await judged(signer, publicKey);
    const md5 = execFileSync("ssh-keygen", ["-l", "-E", "md5", "-f", join(folder, `${name}.pub`)], {
      encoding: "utf8",
    });
    const sha256 = execFileSync("ssh-keygen", ["-l", "-f", join(folder, `${name}.pub`)], { encoding: "utf8" });
    expect(keyId).toBe(`/joe/keys/${/MD5:(\S+)/.exec(md5)?.[1]}`);
    expect(fingerprint(publicKey)).toBe(/MD5:(\S+)/.exec(md5)?.[1]);
    expect(fingerprint(key, "sha256", passphrase || undefined)).toBe(/SHA256:\S+/.exec(sha256)?.[0]);
  });

  test.each(["sha1", "sha256", "sha512"] as const)("RSA with %s", async (hash) => {
    const { key, publicKey } = makeKey(`rsa-${hash}`, ["-t", "rsa", "-b", "2048"]);
    const signer = keySigner({ ...owner, key, hash });
    expect(signer.algorithm).toBe(`rsa-${hash}`);
    await judged(signer, publicKey);
  });

  test("encrypted PKCS 8, as openssl makes it", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "pw" },
    });
    await judged(keySigner({ ...owner, key: privateKey, passphrase: "pw" }), publicKey);
  });

  test("errors say what is wrong, without the key", () => {
    const { key } = makeKey("locked", ["-t", "ed25519"], "pass");
    expect(() => keySigner({ ...owner, key })).toThrow(/encrypted: pass its passphrase/);
    expect(() => keySigner({ ...owner, key, passphrase: "wrong" })).toThrow(SigningError);
    expect(() => keySigner({ ...owner, key: "-----BEGIN s3cret" })).toThrow(SigningError);
    expect(() => keySigner({ ...owner, key: "-----BEGIN s3cret" })).not.toThrow(/s3cret/);
    const open = makeKey("open", ["-t", "ed25519"]);
    expect(() => keySigner({ login: "my", key: open.key })).toThrow(ConfigurationError);
    expect(readKey(open.file)).toBe(open.key);
    expect(() => readKey(join(folder, "none"))).toThrow(SigningError);
    expect(() => readKey(join(folder, "none"))).toThrow(/no key to read at .*none$/);
    expect(() => fingerprint(key)).toThrow(/encrypted: pass its passphrase/);
    expect(() => fingerprint("ssh-rsa AAAA")).toThrow(SigningError);
    expect(() => fingerprint("")).toThrow(SigningError);
  });

  test.each(["aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com"])("sealed by %s: how to help it", (cipher) => {
    const { file, key } = makeKey(`sealed-${cipher}`, ["-t", "ed25519", "-Z", cipher], "pass");
    const cure = `its cipher ${cipher} is not known here; ssh-keygen -p -Z aes256-ctr -f FILE changes it`;
    for (const passphrase of ["pass", "wrong", undefined]) {
      expect(() => keySigner({ ...owner, key, passphrase })).toThrow(cure);
      expect(() => fingerprint(key, "md5", passphrase)).toThrow(SigningError);
    }
    execFileSync("ssh-keygen", ["-q", "-p", "-Z", "aes256-ctr", "-P", "pass", "-N", "pass", "-f", file]);
    expect(keySigner({ ...owner, key: readKey(file), passphrase: "pass" }).algorithm).toBe("ed25519-sha512");
  });

  test("forms of the key id", () => {
    const { key } = makeKey("named", ["-t", "ed25519"]);
    expect(keySigner({ login: "joe", name: "laptop", key }).keyId).toBe("/joe/keys/laptop");
    expect(keySigner({ login: "joe", user: "ann", name: "laptop", key }).keyId).toBe("/joe/users/ann/keys/laptop");
    for (const slash of [{ name: "a/b" }, { user: "a/b" }, { login: "a/b" }]) {
      expect(() => keySigner({ ...owner, ...slash, key })).toThrow(ConfigurationError);
    }
  });
});

describe("the name of a key that the client makes", () => {
  const sign = (): Uint8Array => new Uint8Array();

  async function keyIdFor(key: KeyNames, options: Record<string, string>, ...keyIds: string[]): Promise<string> {
    const { url, seen } = await serve((_, response) => json(response, {}));
    const scheme = httpSignatureScheme({ option: "signer", keyIds, fingerprint: "sha256", parts: { user: [] } });
    const service = { ...definition, credentials: { s: scheme }, security: [["s"]] };
    await clientFor(url, { signer: { key, algorithm: "a", sign }, ...options }, service).send({
      operation: "op",
      method: "GET",
      path: "/",
    });
    return /keyId="(.*?)"/.exec(seen[0]?.headers.authorization ?? "")?.[1] ?? "";
  }

  test("spells the login out", async () => {
    const template = "/{login}/keys/{key}";
    expect(await keyIdFor({ name: "k" }, { login: "joe" }, template)).toBe("/joe/keys/k");
    expect(await keyIdFor({ name: "my" }, { login: "joe" }, template)).toBe("/joe/keys/my");
    const error = await failure(keyIdFor({ name: "k" }, { login: "my" }, template));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(String(error)).toContain("/my/keys/k");
    const service = { ...definition, credentials: { s: httpSignatureScheme({ option: "signer" }) }, security: [["s"]] };
    const signer = { keyId: "/my/keys/k", algorithm: "a", sign };
    expect(() => clientFor("http://127.0.0.1:1", { signer }, service)).toThrow(ConfigurationError);
  });

  test("has as many parts as its template", async () => {
    const templates = ["/{login}/users/{user}/keys/{key}", "/{login}/keys/{key}"];
    for (const [name, options] of [
      ["a/b", { login: "joe" }],
      ["k", { login: "jo/e" }],
      ["k", { login: "joe", user: "a/b" }],
    ] as const) {
      expect(await failure(keyIdFor({ name }, options, ...templates))).toBeInstanceOf(ConfigurationError);
    }
    // A fingerprint is not chosen, and a name that is no path may hold what it likes.
    const sha256 = "SHA256:ab/cd";
    expect(await keyIdFor({ sha256 }, { login: "joe" }, ...templates)).toBe("/joe/keys/SHA256:ab/cd");
    expect(await keyIdFor({ name: "a/b" }, {}, "{key}")).toBe("a/b");
  });
});

describe("forms of the signature", () => {
  test("classic: the bare date, signature after a blank", async () => {
    const { key, publicKey } = makeKey("classic", ["-t", "rsa", "-b", "2048"]);
    const signer = keySigner({ ...owner, name: "k", key });
    const { keyId, headers } = await judged(signer, publicKey, { form: "classic" });
    expect(keyId).toBe("/joe/keys/k");
    expect(headers.date).toMatch(/^\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT$/);
    expect(Math.abs(Date.parse(headers.date ?? "") - Date.now())).toBeLessThan(60_000);
    const other = makeKey("classic-other", ["-t", "rsa", "-b", "2048"]).publicKey;
    await expect(judged(signer, other, { form: "classic" })).rejects.toThrow(/expected false to be true/);
  });

  test("any list of headers, the digest of the body among them", async () => {
    const { key, publicKey } = makeKey("list", ["-t", "rsa", "-b", "2048"]);
    const headers = ["(request-target)", "host", "date", "content-type", "digest"];
    const seen = await judged(keySigner({ ...owner, key }), publicKey, { headers });
    expect(seen.headers["authorization"]).toContain('headers="(request-target) host date content-type digest"');
    expect(seen.headers["digest"]).toMatch(/^SHA-256=/);
  });

  test("a header that is not there cannot be signed", async () => {
    const { key } = makeKey("missing", ["-t", "ed25519"]);
    await expect(judged(keySigner({ ...owner, key }), "", { headers: ["x-none"] })).rejects.toThrow(/x-none/);
  });

  test("each attempt is signed anew", async () => {
    let count = 0;
    const signer: Signer = { keyId: "k", algorithm: "hmac", sign: () => Uint8Array.of(++count) };
    const { url, seen } = await serve((_, response, __, number) => json(response, {}, number < 3 ? 503 : 200));
    const service = { ...definition, credentials: { s: httpSignatureScheme({ option: "signer" }) }, security: [["s"]] };
    await clientFor(url, { signer }, service).send({ operation: "op", method: "GET", path: "/" });
    expect(new Set(seen.map(({ headers }) => headers.authorization)).size).toBe(3);
  });

  test("a signer that fails, or whose id would forge parameters", async () => {
    const service = { ...definition, credentials: { s: httpSignatureScheme({ option: "signer" }) }, security: [["s"]] };
    const call = { operation: "op", method: "GET", path: "/" };
    const sign = (): never => {
      throw new Error("the vault is closed");
    };
    const error = await failure(
      clientFor("http://127.0.0.1:1", { signer: { keyId: "k", algorithm: "a", sign } }, service).send(call),
    );
    expect(error).toBeInstanceOf(SigningError);
    expect((error as Error).cause).toMatchObject({ message: "the vault is closed" });
    const forged = { keyId: 'k",headers="', algorithm: "a", sign };
    expect(() => clientFor("http://127.0.0.1:1", { signer: forged }, service)).toThrow(ConfigurationError);
  });
});

describe("keys of the platform", () => {
  test.each([
    ["RSASSA-PKCS1-v1_5", { hash: "SHA-1" }, "rsa-sha1"],
    ["RSASSA-PKCS1-v1_5", { hash: "SHA-256" }, "rsa-sha256"],
    ["RSASSA-PKCS1-v1_5", { hash: "SHA-512" }, "rsa-sha512"],
    ["ECDSA", { namedCurve: "P-256" }, "ecdsa-sha256"],
    ["ECDSA", { namedCurve: "P-384" }, "ecdsa-sha384"],
    ["ECDSA", { namedCurve: "P-521" }, "ecdsa-sha512"],
    ["Ed25519", {}, "ed25519-sha512"],
  ])("%s %j", async (name, details, algorithm) => {
    const parameters = { name, modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1), ...details };
    const pair = (await crypto.subtle.generateKey(parameters, true, ["sign", "verify"])) as CryptoKeyPair;
    const spki = Buffer.from(await crypto.subtle.exportKey("spki", pair.publicKey)).toString("base64");
    const signer = webCryptoSigner("/joe/keys/k", pair.privateKey);
    expect(signer.algorithm).toBe(algorithm);
    // Several rounds, since the length of an ECDSA signature varies.
    for (let round = 0; round < 8; round++)
      await judged(signer, `-----BEGIN PUBLIC KEY-----\n${spki}\n-----END PUBLIC KEY-----\n`);
  });

  test("of a kind that cannot sign", async () => {
    const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 128 }, false, ["encrypt"]);
    expect(() => webCryptoSigner("k", key)).toThrow(/AES-GCM/);
  });
});

describe("keys in an agent", () => {
  /** Starts an agent, and gives it keys. */
  async function startAgent(name: string, files: readonly string[]): Promise<{ socket: string; forget: () => void }> {
    const socket = join(folder, `${name}.sock`);
    const agent = spawn("ssh-agent", ["-D", "-a", socket], { stdio: "ignore" });
    onTestFinished(() => void agent.kill());
    const env = { ...process.env, SSH_AUTH_SOCK: socket };
    for (let tries = 0; ; tries++) {
      try {
        execFileSync("ssh-add", ["-q", ...files], { env, stdio: "pipe" });
        break;
      } catch (error) {
        if (tries > 100) throw error;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
    return { socket, forget: () => execFileSync("ssh-add", ["-q", "-D"], { env, stdio: "pipe" }) };
  }

  /** What talks like an agent, but gives the same answer to all. */
  async function answering(name: string, answer: Buffer | undefined): Promise<string> {
    const socket = join(folder, `${name}.sock`);
    const server = createTcpServer((connection) => {
      connection.on("error", () => undefined);
      if (answer) connection.write(answer);
    });
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    onTestFinished(() => void server.close());
    return socket;
  }

  test("sign, chosen by fingerprint", async () => {
    const keys = [
      makeKey("a-ed", ["-t", "ed25519"]),
      makeKey("a-ec", ["-t", "ecdsa"]),
      makeKey("a-ec384", ["-t", "ecdsa", "-b", "384"]),
      makeKey("a-ec521", ["-t", "ecdsa", "-b", "521"]),
      makeKey("a-rsa", ["-t", "rsa", "-b", "2048"]),
    ];
    const { socket, forget } = await startAgent(
      "agent",
      keys.map(({ file }) => file),
    );
    const algorithms: string[] = [];
    for (const { publicKey } of keys) {
      const [md5, sha256] = [fingerprint(publicKey), fingerprint(publicKey, "sha256")];
      for (const print of [md5, md5.toUpperCase(), `MD5:${md5}`, sha256, sha256.replace("SHA", "sha")]) {
        const signer = await agentSigner({ ...owner, socket, fingerprint: print });
        expect((await judged(signer, publicKey)).keyId).toBe(`/joe/keys/${md5}`);
        if (print === md5) algorithms.push(signer.algorithm);
      }
    }
    expect(algorithms).toEqual(["ed25519-sha512", "ecdsa-sha256", "ecdsa-sha384", "ecdsa-sha512", "rsa-sha256"]);
    const rsa = keys.at(-1)?.publicKey ?? "";
    for (const hash of ["sha1", "sha256", "sha512"] as const) {
      const signer = await agentSigner({ ...owner, socket, hash });
      expect(signer.algorithm).toBe(`rsa-${hash}`);
      await judged(signer, rsa);
    }
    const none = agentSigner({ ...owner, socket, fingerprint: "SHA256:none" });
    await expect(none).rejects.toThrow(/holds no key SHA256:none/);
    const signer = await agentSigner({ ...owner, socket });
    forget();
    await expect(judged(signer, rsa)).rejects.toThrow(SigningError);
  });

  test("are not there", async () => {
    await expect(agentSigner({ ...owner, socket: join(folder, "nothing") })).rejects.toThrow(/cannot be reached/);
  });

  test("nor in an agent that is silent", async () => {
    const error = await failure(agentSigner({ ...owner, socket: await answering("silent", undefined), timeoutMs: 50 }));
    expect(error).toBeInstanceOf(SigningError);
    expect(String(error)).toContain("has not answered within 50 ms");
  });

  test.each([
    ["too long", [255, 255, 255, 255], /too large/],
    ["nothing at all", [0, 0, 0, 0], /refused/],
    ["a refusal", [0, 0, 0, 1, 5], /refused/],
    ["no number of keys", [0, 0, 0, 1, 12], /breaks off/],
    ["fewer keys than it says", [0, 0, 0, 5, 12, 0, 0, 0, 9], /breaks off/],
    ["a key that breaks off", [0, 0, 0, 10, 12, 0, 0, 0, 1, 0, 0, 0, 9, 1], /breaks off/],
  ])("nor in one whose answer is %s", async (name, bytes, message) => {
    const error = await failure(agentSigner({ ...owner, socket: await answering(name, Buffer.from(bytes)) }));
    expect(error).toBeInstanceOf(SigningError);
    expect(String(error)).toMatch(message);
  });

  test("are found by what the environment says, and no other one", async () => {
    const [one, two] = [makeKey("e-one", ["-t", "ed25519"]), makeKey("e-two", ["-t", "ed25519"])];
    const { socket } = await startAgent("environment", [one.file, two.file]);
    const env = { keyId: ["KEY_ID"], privateKey: ["KEY"], passphrase: ["PASS"] };
    const service = { credentials: { s: httpSignatureScheme({ option: "signer", env }) } };
    const md5 = fingerprint(two.publicKey);
    const fromAgent = await signerFromEnv(service, { SSH_AUTH_SOCK: socket, KEY_ID: md5.toUpperCase() });
    expect(fromAgent.key?.md5).toBe(md5);
    await expect(signerFromEnv(service, { KEY_ID: md5 })).rejects.toThrow(/SSH_AUTH_SOCK is not set/);

    for (const KEY_ID of [md5.toUpperCase(), `MD5:${md5}`, fingerprint(two.publicKey, "sha256"), "laptop"]) {
      expect((await signerFromEnv(service, { KEY: two.key, KEY_ID })).key?.md5).toBe(md5);
      expect((await signerFromEnv(service, { KEY: two.file, KEY_ID })).key?.md5).toBe(md5);
    }
    const wrong = await failure(signerFromEnv(service, { KEY: one.key, KEY_ID: md5 }));
    expect(wrong).toBeInstanceOf(SigningError);
    expect(String(wrong)).toContain(`not the one with the fingerprint ${md5}`);
    const torn = await failure(signerFromEnv(service, { KEY: one.key.split("\n").slice(1, -2).join("\n") }));
    expect(torn).toMatchObject({ name: "SigningError", message: "the private key cannot be read" });
    const locked = makeKey("e-locked", ["-t", "ed25519"], "open sesame");
    expect((await signerFromEnv(service, { KEY: locked.file, PASS: "open sesame" })).algorithm).toBe("ed25519-sha512");
  });
});
