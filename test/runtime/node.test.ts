import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { connect, type AddressInfo, type Server } from "node:net";
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

describe("TLS", () => {
  const start = async (extra: object = {}): Promise<string> => {
    const server = createTlsServer(
      { key: readFileSync(file("server.key")), cert: readFileSync(file("server.crt")), ...extra },
      (request, response) => {
        const certificate = (request.socket as TLSSocket).getPeerCertificate();
        json(response, certificate.subject?.CN ?? "nobody");
      },
    );
    return `https://127.0.0.1:${await listen(server)}`;
  };

  test("trusts the authority it is given, and no stranger", async () => {
    const url = await start();
    const retry = { retries: 0 };
    expect(await failure(clientFor(url, { transport: transportFor({}), retry }).send(get))).toMatchObject({
      name: "ConnectionError",
    });
    expect(await clientFor(url, { transport: transportFor({ ca: pem(file("server.crt")) }) }).send(get)).toBe("nobody");
  });

  test("shows a client certificate", async () => {
    const url = await start({ requestCert: true, ca: readFileSync(file("client.crt")) });
    const [ca, cert, key] = [pem(file("server.crt")), pem(file("client.crt")), pem(file("client.key"))];
    expect(await clientFor(url, { transport: transportFor({ ca, cert, key }) }).send(get)).toBe("client");
  });

  test("verify: false warns", async () => {
    const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => undefined);
    try {
      const url = await start();
      expect(await clientFor(url, { transport: transportFor({ verify: false }) }).send(get)).toBe("nobody");
      expect(warn).toHaveBeenCalledWith(expect.stringContaining("verify: false"), "SecurityWarning");
    } finally {
      warn.mockRestore();
    }
  });
});

test("goes through a proxy, with its login", async () => {
  const { url, seen } = await serve((_, response) => json(response, "through"));
  const asked: unknown[] = [];
  const proxy = createHttpServer();
  proxy.on("connect", (request, socket) => {
    asked.push([request.url, request.headers["proxy-authorization"]]);
    const [host = "", port] = (request.url ?? "").split(":");
    const upstream = connect(Number(port), host, () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on("error", () => socket.destroy());
    socket.on("error", () => upstream.destroy());
  });
  const port = await listen(proxy);
  const transport = transportFor({ proxy: `http://joe:p%40ss@127.0.0.1:${port}` });
  expect(await clientFor(url, { transport }).send(get)).toBe("through");
  expect(asked).toEqual([[new URL(url).host, `Basic ${Buffer.from("joe:p@ss").toString("base64")}`]]);
  expect(seen[0]?.headers["proxy-authorization"]).toBeUndefined();
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
  await clientFor(url, { transport: transportFor({}) }).send({ ...get, method: "PUT", body, encode: binaryBody });
  expect(seen[0]?.body).toBe("abc");
});
