import { createVerify, generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Signer } from "@clientwright/runtime";
import { fingerprint, keySigner, signerFromEnv } from "@clientwright/runtime/keys";
import { describe, expect, it } from "vitest";
import { createClient, signed, type SignedOptions } from "../../golden/signature/expected/src/api.js";
import { listDrafts, listMachines } from "../../golden/signature/expected/src/operations/general.js";
import { recorder } from "./support.js";

/* Whose key signs, and what it is called: made of the client's options and the key. */

const { privateKey, publicKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});
const md5 = fingerprint(privateKey);

/** The keyId of the request that a client with these options sends. */
async function keyIdOf(options: SignedOptions, call: typeof listMachines = listMachines): Promise<string | undefined> {
  const { transport, sent } = recorder();
  await call(createClient({ transport, ...options }));
  return /keyId="([^"]*)"/.exec(sent[0]?.headers["authorization"] ?? "")?.[1];
}

describe("the name of a key", () => {
  const signer = keySigner({ key: privateKey });

  it("is made by the first template whose parts are known", async () => {
    expect(await keyIdOf({ signer, login: "jill" })).toBe(`/jill/keys/${md5}`);
    expect(await keyIdOf({ signer, login: "jill", user: "ann" })).toBe(`/jill/users/ann/keys/${md5}`);
    expect(await keyIdOf({ signer: keySigner({ key: privateKey, name: "laptop" }), login: "jill" })).toBe(
      "/jill/keys/laptop",
    );
  });

  it("is the signer's own where it has one", async () => {
    expect(await keyIdOf({ signer: keySigner({ key: privateKey, login: "joe" }), login: "jill" })).toBe(
      `/joe/keys/${md5}`,
    );
  });

  it("is not guessed: the default of a setting says nothing of whose key it is", () => {
    expect(() => createClient({ signer })).toThrow(/set what its name is made of: \/\{login\}\/users/);
    const nameless: Signer = { algorithm: "a", sign: () => new Uint8Array() };
    expect(() => createClient({ signer: nameless, login: "jill" })).toThrow(/set what its name is made of/);
  });

  it("has the kind of fingerprint that the description asks for", async () => {
    expect(await keyIdOf({ signer2: signer, login: "jill" }, listDrafts)).toBe(fingerprint(privateKey, "sha256"));
  });
});

describe("the signature", () => {
  it("is over the bare date in the classic form, and over the named headers in the other", async () => {
    const { transport, sent } = recorder();
    const signer = keySigner({ key: privateKey });
    const client = createClient({ transport, signer, signer2: signer, login: "jill" });
    await listMachines(client);
    await listDrafts(client);
    const [classic, draft] = sent.map(({ headers }) => headers["authorization"] ?? "");
    const isGood = (text: string, signature: string): boolean =>
      createVerify("sha256").update(text).verify(publicKey, signature, "base64");
    expect(sent[0]?.target).toBe("/jill/machines");
    expect(isGood(sent[0]?.headers["date"] ?? "", /" (\S+)$/.exec(classic ?? "")?.[1] ?? "")).toBe(true);
    const text = `(request-target): get /drafts\nhost: signed.example\ndate: ${sent[1]?.headers["date"]}`;
    expect(draft).toContain('headers="(request-target) host date"');
    expect(isGood(text, /signature="([^"]*)"/.exec(draft ?? "")?.[1] ?? "")).toBe(true);
  });
});

describe("the environment", () => {
  it("names the key as text or as a file, by name or by fingerprint", async () => {
    const folder = mkdtempSync(join(tmpdir(), "clientwright-"));
    try {
      const file = join(folder, "key");
      writeFileSync(file, privateKey);
      const fromFile = await signerFromEnv(signed, { SIGNED_KEY: file, SIGNED_KEY_ID: "laptop" });
      expect(await keyIdOf({ signer: fromFile, login: "jill" })).toBe("/jill/keys/laptop");
      const fromText = await signerFromEnv(signed, { SIGNED_KEY: privateKey, SIGNED_KEY_ID: md5 });
      expect(await keyIdOf({ signer: fromText, login: "jill" })).toBe(`/jill/keys/${md5}`);
    } finally {
      rmSync(folder, { recursive: true });
    }
    const before = process.env["SSH_AUTH_SOCK"];
    delete process.env["SSH_AUTH_SOCK"];
    try {
      await expect(signerFromEnv(signed, { SIGNED_KEY_ID: md5 })).rejects.toThrow(/no SSH agent/);
    } finally {
      if (before !== undefined) process.env["SSH_AUTH_SOCK"] = before;
    }
  });
});
