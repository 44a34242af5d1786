import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { bundle, programs } from "../../bench/lib/bundle.mjs";
import { installBuilt } from "../../bench/lib/built.mjs";

type Bundle = Awaited<ReturnType<typeof bundle>>;

const operations = readdirSync("generated/linode/src/operations")
  .map((file) => readFileSync(`generated/linode/src/operations/${file}`, "utf8"))
  .flatMap((text) => [
    ...text.matchAll(/operation: "(\w+)",\s*method: "\w+",\s*path: (?:pathAt\("[^"]*", )?(?:path`|")([^`"$]+)/g),
  ])
  .map(([, name = "", path = ""]) => ({ name, path }));

/** Parts of the runtime that only their users should pay for. */
const optional = [
  ...["body-encoders", "styles", "readers", "events", "lines", "lossless-json", "paginator", "poller", "wait"],
  ...["resource", "filter", "rate-limit", "debug", "env", "guards"],
  ...["auth/http-signature", "auth/web-crypto-signer", "auth/oauth2", "auth/token-login", "auth/basic", "auth/api-key"],
];
/** Text that gives such parts away, should they move to other files. */
const signs = ["multipart/form-data", "x-www-form-urlencoded", "Signature keyId="];

describe("bundles of the Linode client", () => {
  let oneOperation: Bundle;
  let clientAlone: Bundle;
  let facade: Bundle;
  let everything: Bundle;

  beforeAll(async () => {
    [oneOperation, clientAlone, facade, everything] = await Promise.all([
      bundle(programs.oneOperation),
      bundle(programs.clientAlone),
      bundle(programs.facade),
      bundle(programs.everything),
    ]);
  });

  it("holds one operation with sign-in, retries, timeouts and errors in 4,000 bytes", () => {
    expect(oneOperation.gzipped).toBeLessThanOrEqual(4_000);
  });

  it("holds all operations in little more", () => {
    // With its paginator and all that it sends: 103 bytes an operation when this bound was set.
    expect((facade.gzipped - clientAlone.gzipped) / operations.length).toBeLessThanOrEqual(110);
  });

  it("is as small when it is made of the built packages", async () => {
    const packages = mkdtempSync(join(tmpdir(), "clientwright-"));
    try {
      await installBuilt(packages);
      const one = await bundle(programs.oneOperation, { packages });
      expect(one.files.filter((file) => file.endsWith(".ts"))).toEqual([]);
      // The order of things differs, and with it what gzip finds.
      expect(one.gzipped).toBeLessThanOrEqual(oneOperation.gzipped * 1.01);
      expect(namedIn(one)).toEqual(namedIn(oneOperation));
      const all = await bundle(programs.facade, { packages });
      expect(all.gzipped).toBeLessThanOrEqual(facade.gzipped * 1.02);
    } finally {
      rmSync(packages, { recursive: true, force: true });
    }
  });

  it("knows the operations, which the facade all brings along", () => {
    expect(operations.length).toBeGreaterThan(20);
    expect(namedIn(facade)).toEqual(operations);
  });

  it("brings no operation along with the client", () => {
    expect(namedIn(clientAlone)).toEqual([]);
    expect(operations.filter(({ path }) => clientAlone.code.includes(path))).toEqual([]);
  });

  it("brings no other operation along with one", () => {
    expect(namedIn(oneOperation)).toEqual([{ name: "getProfile", path: "/profile" }]);
  });

  it("brings along no part of the runtime that the operation does without", () => {
    const found = ({ files, code }: Bundle): readonly string[] => [
      ...optional.filter((part) => files.includes(`runtime/src/${part}.ts`)),
      ...signs.filter((sign) => code.includes(sign)),
    ];
    // All are there to be found, under these names, where everything is asked for.
    expect(found(everything)).toEqual([...optional, ...signs]);
    expect(found(oneOperation)).toEqual([]);
  });

  function namedIn({ code }: Bundle): readonly (typeof operations)[number][] {
    return operations.filter(({ name }) => code.includes(`operation:"${name}"`));
  }
});
