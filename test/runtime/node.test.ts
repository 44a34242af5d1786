import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer as createHttpServer, type IncomingMessage } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { connect, type AddressInfo, type Server, type Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { binaryBody, type Call } from "@clientwright/runtime";
import { nodeTransport, pem } from "../../runtime/src/node/index.js";
import { clientFor, failure, json, serve } from "../unit/runtime/support.js";

const get: Call = { operation: "getThing", method: "GET", path: "/thing" };

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "clientwright-tls-"));
  for (const name of ["server", "client"]) {
    const args = [
      "-x509",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-days",
      "2",
      "-subj",
      `/CN=${name}`,
      "-addext",
      "subjectAltName=IP:127.0.0.1",
    ];
    execFileSync("openssl", ["req", ...args, "-keyout", file(`${name}.key`), "-out", file(`${name}.crt`)], {
      stdio: "pipe",
    });
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string): string => join(folder, name);

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

function transportFor(options: Parameters<typeof nodeTransport>[0]) {
  const transport = nodeTransport(options);
  onTestFinished(() => transport.close());
  return transport;
}

/** A server with TLS, which answers with the name in the certificate of its client. */
async function startTls(extra: object = {}): Promise<string> {
  const server = createTlsServer(
    { key: pem(file("server.key")), cert: pem(file("server.crt")), rejectUnauthorized: false, ...extra },
    (request, response) => {
      const certificate = (request.socket as TLSSocket).getPeerCertificate();
      json(response, certificate.subject?.CN ?? "nobody");
    },
  );
  return `https://127.0.0.1:${await listen(server)}`;
}

describe("TLS", () => {
  test("trusts the authority it is given, and no stranger", async () => {
    const url = await startTls();
    const retry = { retries: 0 };
    expect(await failure(clientFor(url, { transport: transportFor({}), retry }).send(get))).toMatchObject({
      name: "ConnectionError",
    });
    expect(await clientFor(url, { transport: transportFor({ ca: pem(file("server.crt")) }) }).send(get)).toBe("nobody");
  });

  test("shows a client certificate", async () => {
    const url = await startTls({ requestCert: true, ca: readFileSync(file("client.crt")) });
    const [ca, cert, key] = [pem(file("server.crt")), pem(file("client.crt")), pem(file("client.key"))];
    expect(await clientFor(url, { transport: transportFor({ ca, cert, key }) }).send(get)).toBe("client");
  });

  test("opens the key of a client certificate with its passphrase", async () => {
    const url = await startTls({ requestCert: true, ca: readFileSync(file("client.crt")) });
    const args = ["rsa", "-aes256", "-passout", "pass:open sesame", "-in", file("client.key")];
    const key = execFileSync("openssl", args, { encoding: "utf8", stdio: "pipe" });
    expect(key).toContain("ENCRYPTED");
    const options = { ca: pem(file("server.crt")), cert: pem(file("client.crt")), key };
    const transport = transportFor({ ...options, passphrase: "open sesame" });
    expect(await clientFor(url, { transport }).send(get)).toBe("client");
    const retry = { retries: 0 };
    const locked = clientFor(url, { transport: transportFor({ ...options, passphrase: "wrong" }), retry });
    expect(await failure(locked.send(get))).toMatchObject({ name: "ConnectionError" });
  });

  test("verify: false warns", async () => {
    const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => undefined);
    try {
      const url = await startTls();
      expect(await clientFor(url, { transport: transportFor({ verify: false }) }).send(get)).toBe("nobody");
      expect(warn).toHaveBeenCalledWith(expect.stringContaining("verify: false"), "SecurityWarning");
    } finally {
      warn.mockRestore();
    }
  });
});

describe("a proxy", () => {
  /** Passes connections on; gives its address and what it was asked for. */
  async function tunnel(proxy: Server, scheme = "http"): Promise<{ url: string; asked: unknown[] }> {
    const asked: unknown[] = [];
    proxy.on("connect", (request: IncomingMessage, socket: Socket) => {
      asked.push([request.url, request.headers["proxy-authorization"]]);
      const [host = "", port] = (request.url ?? "").split(":");
      const upstream = connect(Number(port), host, () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        upstream.pipe(socket).pipe(upstream);
      });
      upstream.on("error", () => socket.destroy());
      socket.on("error", () => upstream.destroy());
    });
    return { url: `${scheme}://joe:p%40ss@127.0.0.1:${await listen(proxy)}`, asked };
  }

  const login = `Basic ${Buffer.from("joe:p@ss").toString("base64")}`;
  const retry = { retries: 0 };

  test("is given its login, which goes no further", async () => {
    const { url, seen } = await serve((_, response) => json(response, "through"));
    const { url: proxy, asked } = await tunnel(createHttpServer());
    expect(await clientFor(url, { transport: transportFor({ proxy }) }).send(get)).toBe("through");
    expect(asked).toEqual([[new URL(url).host, login]]);
    expect(seen[0]?.headers["proxy-authorization"]).toBeUndefined();
  });

  test.each(["http", "https"])("over %s leads to a server with TLS, and both are judged", async (scheme) => {
    const url = await startTls({ requestCert: true, ca: readFileSync(file("client.crt")) });
    const secure = (): Server => createTlsServer({ key: pem(file("server.key")), cert: pem(file("server.crt")) });
    const { url: proxy, asked } = await tunnel(scheme === "http" ? createHttpServer() : secure(), scheme);
    const [ca, cert, key] = [pem(file("server.crt")), pem(file("client.crt")), pem(file("client.key"))];
    const trusting = transportFor({ proxy, ca, cert, key });
    expect(await clientFor(url, { transport: trusting }).send(get)).toBe("client");
    expect(asked).toEqual([[new URL(url).host, login]]);
    const error = await failure(clientFor(url, { transport: transportFor({ proxy }), retry }).send(get));
    expect(error).toMatchObject({ name: "ConnectionError" });
    expect(String(error)).toContain("SELF_SIGNED");

    const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => undefined);
    try {
      const careless = transportFor({ proxy, verify: false });
      expect(await clientFor(url, { transport: careless }).send(get)).toBe("nobody");
    } finally {
      warn.mockRestore();
    }
  });

  test("that refuses has been sent nothing", async () => {
    const refusing = createHttpServer().on("connect", (_, socket) =>
      socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"),
    );
    const transport = transportFor({ proxy: `http://127.0.0.1:${await listen(refusing)}` });
    const client = clientFor("https://127.0.0.1:1", { transport, retry });
    const error = await failure(client.send({ ...get, method: "POST" }));
    expect(error).toMatchObject({
      name: "ConnectionError",
      sent: false,
      message: expect.stringContaining("UND_ERR_CONNECT_PROXY"),
      cause: { message: expect.stringContaining("407") },
    });
  });
});

test("keeps connections, and no more than allowed", async () => {
  const ports = new Set<number | undefined>();
  let open = 0;
  let most = 0;
  const { url } = await serve((request, response) => {
    ports.add(request.socket.remotePort);
    most = Math.max(most, ++open);
    setTimeout(() => (open--, json(response, {})), 5);
  });
  const client = clientFor(url, { transport: transportFor({ connections: 3 }) });
  await Promise.all(Array.from({ length: 20 }, () => client.send(get)));
  expect([ports.size, most]).toEqual([3, 3]);
});

test.each([
  ["text", "abc"],
  ["bytes", new TextEncoder().encode("abc")],
  ["a blob", new Blob(["abc"])],
  ["a stream", new Blob(["abc"]).stream()],
])("sends %s", async (_, body) => {
  const { url, seen } = await serve((__, response) => json(response, {}));
  await clientFor(url, { transport: transportFor({}) }).send({ ...get, method: "PUT", body: binaryBody(body) });
  expect(seen[0]?.body).toBe("abc");
});
