import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createClient, DecapodClient, decapodLog, getInfo, type DecapodOptions } from "@clientwright/decapod";
import { isConfigurationError, isConnectionError, isTimeoutError, withReply } from "@clientwright/runtime";
import { nodeTransport, pem, type NodeTransportOptions } from "@clientwright/runtime/node";
import { startDecapod } from "./server/server.js";
import { failure, useDecapod } from "./support.js";

const decapod = useDecapod();

describe("the address", () => {
  it("is given without /v1, with or without a slash at its end", async () => {
    const { url } = decapod.server;
    for (const baseUrl of [url, `${url}/`]) await new DecapodClient({ baseUrl }).getInfo();
    expect(decapod.server.seen.map(({ path }) => path)).toEqual(["/v1/info/", "/v1/info/"]);
  });

  it("may have blanks around it, slashes at its end, and no scheme", async () => {
    const { url } = decapod.server;
    const host = url.replace("http://", "");
    for (const baseUrl of [` ${url}/ `, `${url}///`, host, ` ${host}/`]) await new DecapodClient({ baseUrl }).getInfo();
    expect(decapod.server.seen.map(({ path }) => path)).toEqual(Array.from({ length: 4 }, () => "/v1/info/"));
  });

  it("may have a path of its own", async () => {
    const client = new DecapodClient({ baseUrl: `${decapod.server.url}/behind/a/proxy/` });
    await failure(client.getInfo());
    expect(decapod.server.lines()).toEqual(["GET /behind/a/proxy/v1/info/"]);
  });

  it.each(["ftp://10.10.0.2", "http://root:secret@10.10.0.2", "http://10.10.0.2/?a=b", "http://"])(
    "must be one: %s",
    (baseUrl) => {
      let error: unknown;
      try {
        new DecapodClient({ baseUrl });
      } catch (thrown) {
        error = thrown;
      }
      expect(isConfigurationError(error)).toBe(true);
      expect(String(error)).not.toContain("secret");
    },
  );
});

describe("a call", () => {
  it("names the client and its version, and one's own program on demand", async () => {
    await decapod.client({ userAgent: "my-tool/1.2" }).getInfo();
    expect(decapod.server.seen[0]?.headers["user-agent"]).toMatch(/^my-tool\/1\.2 decapod\/\S+ clientwright\/\S+$/);
  });

  it("takes headers, which win over those of the client", async () => {
    const client = decapod.client({ headers: { "X-One": "client", "X-Two": "client" } });
    await client.getInfo({ headers: { "x-one": "call" } });
    expect(decapod.server.seen[0]?.headers).toMatchObject({ "x-one": "call", "x-two": "client" });
  });

  it("ends when the time of the client or of the call is up, in milliseconds", async () => {
    const silent = (): void => decapod.server.answerNext("/v1/info/", () => undefined);
    const once = { retry: { retries: 0 } };
    silent();
    expect(isTimeoutError(await failure(decapod.client({ ...once, timeoutMs: 50 }).getInfo()))).toBe(true);
    silent();
    expect(isTimeoutError(await failure(decapod.client(once).getInfo({ timeoutMs: 50 })))).toBe(true);
  });

  it("may take longer than the client's time, or have no limit at all", async () => {
    const client = decapod.client({ timeoutMs: 30, retry: { retries: 0 } });
    for (const timeoutMs of [60_000, 0]) {
      decapod.server.answerNext("/v1/info/", (response) => {
        setTimeout(() => response.setHeader("content-type", "application/json").end('{"version":"slow"}'), 120);
      });
      expect((await client.getInfo({ timeoutMs })).version).toBe("slow");
    }
  });

  it("ends when its signal is aborted", async () => {
    decapod.server.answerNext("/v1/info/", () => stop.abort("enough"));
    const stop = new AbortController();
    expect(await failure(decapod.client().getInfo({ signal: stop.signal }))).toBe("enough");
  });

  it("can give the reply itself: its status, its headers", async () => {
    const client = decapod.client();
    const { data, reply } = await withReply((options) => client.getUserSelf(options));
    expect(data.data.login).toBe("root");
    expect(reply.status).toBe(200);
    expect(Number(reply.headers.get("x-token-expires"))).toBeGreaterThan(decapod.server.world.now());
  });
});

describe("a client", () => {
  it.each([
    ["fetch", () => undefined],
    ["the transport of Node", () => nodeTransport()],
  ])("keeps its connection from call to call: %s", async (_, transportOf) => {
    const transport = transportOf();
    const client = decapod.client({ transport });
    for (let index = 0; index < 10; index++) await client.createCluster({ name: `c${index}` });
    // A second one is opened when the first is not quite free again.
    expect(decapod.server.seen).toHaveLength(11);
    expect(new Set(decapod.server.seen.map(({ port }) => port)).size).toBeLessThanOrEqual(2);
    await transport?.close();
  });

  it.each([
    ["a client", (options: DecapodOptions) => new DecapodClient(options)],
    ["a client without methods", (options: DecapodOptions) => createClient(options)],
  ])("shows neither password nor token when it is printed: %s", async (_, make) => {
    const client = make({ baseUrl: decapod.server.url, username: "root", password: "s3cret" });
    await decapod.client().getUserSelf();
    await getInfo(client);
    const [token = "none"] = decapod.server.world.sessions.keys();
    for (const text of [String(client), JSON.stringify(client), inspect(client, { depth: 9, showHidden: true })]) {
      expect(text).not.toContain("s3cret");
      expect(text).not.toContain(token);
    }
  });

  it("can log what it does, errors too, without password and token", async () => {
    const log: string[] = [];
    const transport = decapodLog({ bodies: true, write: (line) => void log.push(line) });
    const client = decapod.client({ transport });
    await client.requestPasswordReset({ login: "root" });
    const [resetToken = ""] = decapod.server.world.resets.keys();
    await client.peekPasswordReset({ resetToken });
    await client.getUserSelf();
    await failure(client.getCluster({ clusterId: "00000000-0000-4000-8000-000000000000" }));
    const [token = "none"] = decapod.server.world.sessions.keys();
    const text = log.join("\n");
    expect(text).toContain("GET");
    expect(text).toMatch(/decapod #5 404 after/);
    for (const secret of ["s3cret", token, resetToken]) expect(text).not.toContain(secret);
  });
});

describe("a client of a server with TLS", () => {
  let folder = "";
  const file = (name: string): string => join(folder, name);

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "decapod-tls-"));
    for (const name of ["server", "client"]) {
      const subject = ["-subj", `/CN=${name}`, "-addext", "subjectAltName=IP:127.0.0.1"];
      const args = [
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "2",
        ...subject,
      ];
      execFileSync("openssl", ["req", ...args, "-keyout", file(`${name}.key`), "-out", file(`${name}.crt`)], {
        stdio: "ignore",
      });
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Asks a server with TLS who its user is. */
  async function ask(options: NodeTransportOptions): Promise<{ login: string; certificate: string | undefined }> {
    const server = await startDecapod({
      key: readFileSync(file("server.key")),
      cert: readFileSync(file("server.crt")),
      ca: readFileSync(file("client.crt")),
      requestCert: true,
      rejectUnauthorized: false,
    });
    const transport = nodeTransport(options);
    try {
      const own = { baseUrl: server.url, username: "root", password: "s3cret", retry: { retries: 0 } };
      const { data } = await new DecapodClient({ ...own, transport }).getUserSelf();
      return { login: data.login, certificate: server.seen.at(-1)?.certificate };
    } finally {
      await transport.close();
      await server.close();
    }
  }

  it("does not talk to one whose certificate nobody vouches for", async () => {
    const error = await failure(ask({}));
    expect(isConnectionError((error as Error).cause)).toBe(true);
  });

  it("talks to one whose certificate it is told to trust", async () => {
    expect(await ask({ ca: pem(file("server.crt")) })).toEqual({ login: "root", certificate: undefined });
  });

  it("talks to any with verify: false, and warns of that", async () => {
    const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => undefined);
    try {
      expect((await ask({ verify: false })).login).toBe("root");
      expect(warn).toHaveBeenCalledWith(expect.stringContaining("not verified"), "SecurityWarning");
    } finally {
      warn.mockRestore();
    }
  });

  it("shows a certificate of its own, read from files", async () => {
    const own = { cert: pem(file("client.crt")), key: pem(file("client.key")) };
    expect(await ask({ ca: pem(file("server.crt")), ...own })).toEqual({ login: "root", certificate: "client" });
  });
});
