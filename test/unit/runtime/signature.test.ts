import { execFileSync, spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { createServer as createTcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import httpSignature from "http-signature";
import sshpk from "sshpk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  ConfigurationError,
  httpSignature as httpSignatureScheme,
  SigningError,
  webCryptoSigner,
  type HttpSignatureConfig,
  type ServiceDefinition,
  type Signer,
} from "@clientwright/runtime";
import { agentSigner, fingerprint, keySigner, readKey } from "../../../runtime/src/keys/index.js";
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

/** Signs a request, sends it over a socket, and lets the reference implementation judge it. */
async function judged(
  signer: Signer,
  publicKey: string,
  config: Partial<HttpSignatureConfig> = {},
): Promise<{ keyId: string; headers: IncomingMessage["headers"] }> {
  let found: { keyId: string; headers: IncomingMessage["headers"] } | undefined;
  let problem: unknown;
  const { url } = await serve((request, response) => {
    try {
      // The reference package knows all but this one; the library beneath it knows it too.
      const raw = /^Signature keyId="(.*)",algorithm="ecdsa-sha384",headers="date",signature="(.*)"$/.exec(
        request.headers.authorization ?? "",
      );
      if (raw) {
        const verifier = sshpk.parseKey(publicKey, "auto").createVerify("sha384");
        verifier.update(`date: ${request.headers.date ?? ""}`);
        expect(verifier.verify(sshpk.parseSignature(raw[2] ?? "", "ecdsa", "asn1"))).toBe(true);
        found = { keyId: raw[1] ?? "", headers: request.headers };
        return json(response, {});
      }
      const parsed = httpSignature.parseRequest(request, {
        headers: config.form === "classic" ? [] : ["date"],
        authorizationHeaderName: "authorization",
        ...(config.form === "classic" && { strict: false }),
      });
      expect(httpSignature.verifySignature(parsed, publicKey)).toBe(true);
      found = { keyId: parsed.params.keyId, headers: request.headers };
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
    query: { x: "1 2" },
    body: { k: 1 },
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
  });

  test("forms of the key id", () => {
    const { key } = makeKey("named", ["-t", "ed25519"]);
    expect(keySigner({ login: "joe", name: "laptop", key }).keyId).toBe("/joe/keys/laptop");
    expect(keySigner({ login: "joe", user: "ann", name: "laptop", key }).keyId).toBe("/joe/users/ann/keys/laptop");
  });
});

describe("forms of the signature", () => {
  test("classic: the bare date, signature after a blank", async () => {
    const { key, publicKey } = makeKey("classic", ["-t", "rsa", "-b", "2048"]);
    let header = "";
    let date = "";
    const { url } = await serve((request, response) => {
      header = request.headers.authorization ?? "";
      date = request.headers.date ?? "";
      json(response, {});
    });
    const service = {
      ...definition,
      credentials: { s: httpSignatureScheme({ option: "signer", form: "classic" }) },
      security: [["s"]],
    };
    await clientFor(url, { signer: keySigner({ ...owner, name: "k", key }) }, service).send({
      operation: "op",
      method: "GET",
      path: "/",
    });
    const [, signature = ""] = /^Signature keyId="\/joe\/keys\/k",algorithm="rsa-sha256" (\S+)$/.exec(header) ?? [];
    expect(Math.abs(Date.parse(date) - Date.now())).toBeLessThan(5000);
    expect(date).toMatch(/^\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT$/);
    const verifier = sshpk.parseKey(publicKey, "auto").createVerify("sha256").update(date);
    expect(verifier.verify(sshpk.parseSignature(signature, "rsa", "asn1"))).toBe(true);
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
  test("sign, chosen by fingerprint", async () => {
    const socket = join(folder, "agent.sock");
    const agent = spawn("ssh-agent", ["-D", "-a", socket], { stdio: "ignore" });
    try {
      const keys = [
        makeKey("a-ed", ["-t", "ed25519"]),
        makeKey("a-ec", ["-t", "ecdsa"]),
        makeKey("a-rsa", ["-t", "rsa", "-b", "2048"]),
      ];
      const env = { ...process.env, SSH_AUTH_SOCK: socket };
      for (let tries = 0; ; tries++) {
        try {
          execFileSync("ssh-add", ["-q", ...keys.map(({ file }) => file)], { env, stdio: "pipe" });
          break;
        } catch (error) {
          if (tries > 40) throw error;
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      }
      for (const { publicKey } of keys) {
        for (const print of [
          fingerprint(publicKey),
          `MD5:${fingerprint(publicKey)}`,
          fingerprint(publicKey, "sha256"),
        ]) {
          await judged(await agentSigner({ ...owner, socket, fingerprint: print }), publicKey);
        }
      }
      const rsa = keys[2]?.publicKey ?? "";
      for (const hash of ["sha1", "sha256", "sha512"] as const) {
        const signer = await agentSigner({ ...owner, socket, hash });
        expect(signer.algorithm).toBe(`rsa-${hash}`);
        await judged(signer, rsa);
      }
      await expect(agentSigner({ ...owner, socket, fingerprint: "SHA256:none" })).rejects.toThrow(
        /holds no key SHA256:none/,
      );
      const signer = await agentSigner({ ...owner, socket });
      execFileSync("ssh-add", ["-q", "-D"], { env, stdio: "pipe" });
      await expect(judged(signer, rsa)).rejects.toThrow(SigningError);
    } finally {
      agent.kill();
    }
  });

  test("are not there", async () => {
    await expect(agentSigner({ ...owner, socket: join(folder, "nothing") })).rejects.toThrow(/cannot be reached/);
    const socket = join(folder, "silent.sock");
    const server = createTcpServer((connection) => connection.end(Buffer.from([255, 255, 255, 255]))).listen(socket);
    await expect(agentSigner({ ...owner, socket })).rejects.toThrow(SigningError);
    server.close();
  });
});
