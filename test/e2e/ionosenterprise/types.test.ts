import { beforeAll, describe, expect, it } from "vitest";
import { compile } from "../../support/compile.js";

/* Mistakes that the compiler finds before anything is sent. */

const program = (body: string): string =>
  `import { IonosEnterpriseClient } from "@clientwright/ionosenterprise";
const client = new IonosEnterpriseClient({ username: "u", password: "p" });
const datacenterId = "d", serverId = "s", volumeId = "v", nicId = "n", firewallruleId = "f", lanId = 1;
${body}
export {};
`;

/** Programs that must not compile, each with what the compiler has to say. */
const bad: Readonly<Record<string, readonly [body: string, message: RegExp]>> = {
  "license_type, which Python swallows": [
    'await client.createVolume({ datacenterId, properties: { size: 100, license_type: "OTHER" } });',
    /TS2353.*'license_type'|TS2561.*'license_type'/,
  ],
  "licenseType in American spelling": [
    'await client.createVolume({ datacenterId, properties: { size: 100, licenseType: "OTHER" } });',
    /TS2561.*'licenseType'.*'licenceType'/,
  ],
  "another location for a data centre": [
    'await client.updateDatacenter({ datacenterId, location: "us/las" });',
    /TS2353.*'location'/,
  ],
  "another image for a volume": [
    'await client.updateVolume({ datacenterId, volumeId, image: "i" });',
    /TS2353.*'image'/,
  ],
  "another protocol for a firewall rule": [
    'await client.updateFirewallRule({ datacenterId, serverId, nicId, firewallruleId, protocol: "UDP" });',
    /TS2353.*'protocol'/,
  ],
  "a volume without a size": [
    'await client.createVolume({ datacenterId, properties: { licenceType: "OTHER" } });',
    /'size' is missing/,
  ],
  "a LAN that does not say whether it is public": [
    'await client.createLan({ datacenterId, properties: { name: "cable" } });',
    /'public' is missing/,
  ],
  "a depth of 6": ["await client.listServers({ datacenterId, depth: 6 });", /TS2322.*'6'/],
};

describe("the compiler", () => {
  let found: readonly string[] = [];
  beforeAll(() => {
    const files = Object.values(bad).map(([body], index) => [`bad${index}.ts`, program(body)] as const);
    const good = program(`
await client.createVolume({ datacenterId, properties: { size: 100, licenceType: "OTHER" } });
await client.updateLan({ datacenterId, lanId, public: true });
await client.listServers({ datacenterId, depth: 5 });`);
    const options = { isolatedDeclarations: false, declaration: false };
    found = compile(new Map([["good.ts", good], ...files]), options, ["typescript-7"]);
  }, 120_000);

  it("accepts what is right", () => {
    expect(found.filter((line) => !/^bad\d/.test(line) && !line.startsWith(" "))).toEqual([]);
  });

  it.each(Object.entries(bad).map(([title, [, message]], index) => [title, message, index] as const))(
    "refuses %s",
    (_, message, index) => {
      const from = found.findIndex((line) => line.startsWith(`bad${index}.ts`));
      expect(from).toBeGreaterThanOrEqual(0);
      const lines = found
        .slice(from)
        .filter((line, at) => line.startsWith(`bad${index}.ts`) || (at > 0 && line.startsWith(" ")));
      expect(lines.join("\n")).toMatch(message);
    },
  );
});
