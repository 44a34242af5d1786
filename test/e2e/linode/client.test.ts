import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as linode from "@clientwright/linode";
import { LinodeClient, LinodeOAuth, LinodeScope } from "@clientwright/linode";
import { useLinode } from "../../support/linode-twin.js";

/* What a client is beside its calls: where they are found, and what it hears of every reply. */

const account = useLinode();
const { operations } = JSON.parse(readFileSync("generated/linode/clientwright.json", "utf8")) as {
  operations: readonly { readonly function: string; readonly path: string }[];
};

describe("what the Python library keeps in groups", () => {
  it.each(["linode", "account", "profile", "networking", "longview", "support"])(
    "is on the client itself, and a function of its own: %s",
    (group) => {
      const below = operations.filter(({ path }) => path.split("/")[1] === group);
      expect(below.length).toBeGreaterThan(3);
      for (const { function: name } of below) {
        expect(Reflect.get(account.client, name), name).toBeTypeOf("function");
        expect(Reflect.get(linode, name), name).toBeTypeOf("function");
      }
    },
  );

  it.each(["regions", "images", "domains", "nodebalancers", "volumes"])("stands beside what is in none: %s", (top) => {
    const below = operations.filter(({ path }) => path.split("/")[1] === top);
    expect(below.length).toBeGreaterThan(1);
    for (const { function: name } of below) expect(LinodeClient.prototype).toHaveProperty(name);
  });
});

describe("a header Warning", () => {
  it("can be logged by whoever listens to replies, and the call goes on", async () => {
    const heard: string[] = [];
    const client = account.clientWith({
      transport: async (url, request) => {
        const { status, headers, body } = await account.transport(url, request);
        const warned = new Headers({ warning: '299 - "This call will be gone soon."' });
        headers.forEach((value, name) => warned.set(name, value));
        return { status, headers: warned, body };
      },
      onReply: ({ headers }, { operation }) => {
        const warning = headers.get("warning");
        if (warning !== null) heard.push(`${operation}: ${warning}`);
      },
    });
    expect((await client.getProfile()).username).toBe("exampleUser");
    expect(heard).toEqual(['getProfile: 299 - "This call will be gone soon."']);
  });
});

describe("the scopes", () => {
  it("are exported whole, by family and level, for the families that the API still has", () => {
    const families = ["account", "domains", "events", "ips", "linodes", "nodebalancers", "stackscripts", "volumes"];
    const named = Object.entries(LinodeScope).map(([name, scope]) => [name.toLowerCase(), scope]);
    for (const family of families)
      for (const level of ["read_only", "read_write"])
        expect(named).toContainEqual([`${family}${level.replace("_", "")}`, `${family}:${level}`]);
  });

  it("have no level but reading and both, and all of a family is what may read and write", () => {
    const levels = new Set(Object.values(LinodeScope).map((scope) => scope.split(":")[1]));
    expect([...levels].sort()).toEqual(["read_only", "read_write"]);
  });

  it("are not known by their old names", () => {
    for (const scope of Object.values(LinodeScope)) expect(scope).not.toMatch(/:(view|create|modify|delete|\*)$/);
    for (const name of Object.keys(LinodeScope)) expect(name).toMatch(/Read(Only|Write)$/);
    // @ts-expect-error the compiler knows that too
    expect(LinodeScope.LinodesView).toBeUndefined();
  });

  it("are all asked for by naming them all, and by a star for a token that is made by hand", async () => {
    const oauth = new LinodeOAuth({ clientId: "id", clientSecret: "hush" });
    const begun = await oauth.start({ scopes: Object.values(LinodeScope) });
    const asked = new URL(begun.url).searchParams.get("scopes")?.split(",");
    expect(asked).toEqual(Object.values(LinodeScope));
    const made = await account.client.createPersonalAccessToken({ scopes: "*" });
    expect(account.lastBody()).toEqual({ scopes: "*" });
    expect(made.scopes).toBe("*");
  });
});
