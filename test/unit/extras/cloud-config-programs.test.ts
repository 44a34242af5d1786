import { execFile, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generateCloudConfig } from "../../../specs/decapod/extras/cloud-config.js";
import { fileOf, input, readConfig } from "./cloud-config-support.js";

const metadata = "http://169.254.169.254/latest/meta-data/public-ipv4";
const hasPython = spawnSync("python3", ["--version"]).status === 0;
const withoutPython = hasPython ? "" : " (skipped: there is no python3)";

/** Proxies of the machine at hand would come between. */
const { http_proxy: _1, https_proxy: _2, HTTP_PROXY: _3, HTTPS_PROXY: _4, ...environment } = process.env;

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "cloud-config-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a program; what it says and how it ends. */
function run(program: string, args: readonly string[], env = environment): Promise<{ code: number; said: string }> {
  return new Promise((settle) => {
    execFile(program, args, { env }, (error, out, err) => {
      settle({ code: typeof error?.code === "number" ? error.code : error ? -1 : 0, said: out + err });
    });
  });
}

/** Writes a program into the folder; its path. */
function program(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  chmodSync(path, 0o755);
  return path;
}

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A server that answers each path with a status and a text, and remembers what was asked of it. */
async function withServer<Result>(
  answers: Readonly<Record<string, readonly [number, string]>>,
  use: (base: string, seen: readonly Seen[]) => Promise<Result>,
): Promise<Result> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
    request.on("end", () => {
      seen.push({ method: request.method, url: request.url, headers: request.headers, body });
      const [status, text] = answers[request.url ?? ""] ?? [404, ""];
      response.writeHead(status).end(text);
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

describe.skipIf(!hasPython)(`the Python program${withoutPython}`, () => {
  const report = async (
    address: readonly [number, string],
    decapod: readonly [number, string],
  ): Promise<{ code: number; said: string; seen: readonly Seen[] }> =>
    withServer({ "/address": address, "/v1/server/": decapod }, async (base, seen) => {
      const text = generateCloudConfig({
        ...input,
        url: `${base}/v1/server/`,
        serverDiscoveryToken: `it's "secret" \\ {0}`,
      });
      const path = program("server_discovery.py", fileOf(text, ".py").replace(metadata, `${base}/address`));
      const ended = await run("python3", [path, "10.0.0.5", "0F26C53A-4CE6-4FDD-9E4B-ED7400ABF8EB\n"]);
      return { ...ended, seen };
    });

  test("reports the server under the address that the metadata service knows", async () => {
    const { code, said, seen } = await report([200, "192.0.2.7\n"], [200, "{}"]);
    expect(said).toContain("Server discovery is done.");
    expect(code).toBe(0);
    expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual(["GET /address", "POST /v1/server/"]);
    expect(seen[0]?.headers.authorization).toBeUndefined();
    expect(seen[1]?.headers).toMatchObject({
      authorization: `it's "secret" \\ {0}`,
      "content-type": "application/json",
      "user-agent": "cloud-init server discovery",
    });
    expect(JSON.parse(seen[1]?.body ?? "")).toEqual({
      username: "ansible",
      host: "192.0.2.7",
      id: "0f26c53a-4ce6-4fdd-9e4b-ed7400abf8eb",
    });
  });

  test.each([
    ["does not know it", 404, ""],
    ["has none", 200, ""],
    ["is something else", 200, "<html>sign in</html>"],
  ])("falls back to the local address where the metadata service %s", async (_case, status, text) => {
    const { code, seen } = await report([status, text], [200, "{}"]);
    expect(code).toBe(0);
    expect(JSON.parse(seen[1]?.body ?? "")).toMatchObject({ host: "10.0.0.5" });
  });

  test("fails when Decapod refuses, and says so without the token", async () => {
    const { code, said } = await report([404, ""], [401, "{}"]);
    expect(code).toBe(1);
    expect(said).toContain("Server discovery failed: HTTP Error 401");
    expect(said).not.toContain("secret");
  });

  test("has every argument as it was given, whatever is in it", async () => {
    const ascii = fc.string({ unit: fc.constantFrom(..."'\"\\#{}%$`;()[]+n0 u"), minLength: 1, maxLength: 8 });
    const cases = fc.sample(fc.tuple(ascii, ascii), { numRuns: 200, seed: 20_240_611 }).flatMap(([one, two]) => {
      const serverDiscoveryToken = `t${one}t`;
      const url = `http://10.0.0.1/${two.replaceAll(" ", "")}`;
      return [
        {
          url,
          serverDiscoveryToken,
          text: fileOf(generateCloudConfig({ ...input, url, serverDiscoveryToken }), ".py"),
        },
      ];
    });
    const list = program("cases.json", JSON.stringify(cases.map(({ text }) => text)));
    const reader = program(
      "reader.py",
      [
        "import ast, json, sys",
        "found = []",
        "for text in json.load(open(sys.argv[1])):",
        "    values = {node.targets[0].id: ast.literal_eval(node.value) for node in ast.parse(text).body if isinstance(node, ast.Assign)}",
        "    found.append([len(ast.parse(text).body)] + [values[name] for name in ('DECAPOD', 'TOKEN', 'USERNAME', 'TIMEOUT')])",
        "print(json.dumps(found))",
      ].join("\n"),
    );
    const { said } = await run("python3", [reader, list]);
    const found = JSON.parse(said) as readonly (readonly unknown[])[];
    // As many statements each: no argument has become one.
    expect(new Set(found.map(([statements]) => statements)).size).toBe(1);
    expect(found.map((values) => values.slice(1))).toEqual(
      cases.map(({ url, serverDiscoveryToken }) => [url, serverDiscoveryToken, "ansible", 20]),
    );
  });
});

describe("the shell script", () => {
  test("gives the program the local address and the id of the hardware", async () => {
    program("getent", '#!/bin/sh\necho "$1 $2" >&2\necho "192.0.2.1 STREAM"\necho "192.0.2.1 DGRAM"\n');
    program("ip", '#!/bin/sh\necho "$*" >&2\necho "$4 via 10.0.0.1 dev ens3 src 10.0.0.5 uid 0 \\\\    cache"\n');
    program("dmidecode", '#!/bin/sh\necho "# a remark"\necho 0F26C53A-4CE6-4FDD-9E4B-ED7400ABF8EB\n');
    program("python", '#!/bin/sh\necho "python got $*"\n');
    const script = program("server_discovery.sh", fileOf(generateCloudConfig(input), ".sh"));
    const env = { ...environment, PATH: `${folder}:${process.env.PATH ?? ""}` };
    const { code, said } = await run("bash", [script], env);
    expect(said).toContain("ahosts 10.10.0.2\n");
    expect(said).toContain("-o route get 192.0.2.1\n");
    expect(said).toContain("python got /usr/share/server_discovery.py 10.0.0.5 0f26c53a-4ce6-4fdd-9e4b-ed7400abf8eb\n");
    expect(code).toBe(0);
  });

  test("stops when Decapod's host has no address", async () => {
    program("getent", "#!/bin/sh\nexit 2\n");
    program("ip", "#!/bin/sh\nexit 1\n");
    program("python", "#!/bin/sh\necho reported\n");
    const script = program("server_discovery.sh", fileOf(generateCloudConfig(input), ".sh"));
    const env = { ...environment, PATH: `${folder}:${process.env.PATH ?? ""}` };
    const { code, said } = await run("bash", [script], env);
    expect(code).not.toBe(0);
    expect(said).not.toContain("reported");
  });

  test("has the host as it is in the address, as the shell reads it", async () => {
    const letter = fc.constantFrom(..."aZ09.-_'$`(\\;&|*~!");
    const hosts = fc.sample(fc.string({ unit: letter, minLength: 1, maxLength: 6 }), {
      numRuns: 400,
      seed: 20_240_611,
    });
    const taken = hosts.flatMap((host) => {
      const url = `http://${host}/`;
      try {
        return [{ host: new URL(url).hostname, text: fileOf(generateCloudConfig({ ...input, url }), ".sh") }];
      } catch {
        return [];
      }
    });
    expect(taken.length).toBeGreaterThan(5);
    const lines = taken.map(({ text }) => `${/^decapod_host=.*$/m.exec(text)?.[0]}\nprintf '%s\\n' "$decapod_host"`);
    const { said } = await run("sh", ["-c", lines.join("\n")]);
    expect(said.trimEnd().split("\n")).toEqual(taken.map(({ host }) => host));
  });
});

describe("the command for /etc/rc.local", () => {
  const [, [, , command = ""] = []] = readConfig(generateCloudConfig(input)).runcmd ?? [];
  const line = "/usr/share/server_discovery.sh >> /var/log/server_discovery.log 2>&1";

  const apply = async (name: string): Promise<string> => {
    const path = join(folder, name);
    expect(command).toContain("/etc/rc.local");
    const { code, said } = await run("sh", ["-xc", command.replaceAll("/etc/rc.local", path)]);
    expect(code, said).toBe(0);
    return readFileSync(path, "utf8");
  };

  test("puts the script before the end, once", async () => {
    writeFileSync(join(folder, "rc.local"), "#!/bin/sh -e\n# exit 0 ends it\necho hello\nexit 0\n");
    const expected = `#!/bin/sh -e\n# exit 0 ends it\necho hello\n${line}\nexit 0\n`;
    expect(await apply("rc.local")).toBe(expected);
    expect(await apply("rc.local")).toBe(expected);
  });

  test("makes the file where there is none", async () => {
    expect(await apply("rc.new")).toBe(`#!/bin/sh -e\n${line}\nexit 0\n`);
    expect(statSync(join(folder, "rc.new")).mode & 0o777).toBe(0o755);
  });
});
