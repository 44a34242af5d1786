import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { LinodeScope } from "@clientwright/linode";
import { isInputError } from "@clientwright/runtime";
import { parseScopes } from "../../../specs/linode/extras/oauth-scopes.js";
import { generateRootPassword } from "../../../specs/linode/extras/root-password.js";

/* What is written by hand for the client of Linode. */

describe("a root password", () => {
  it("has 50 to 128 letters, digits and signs, and is another one each time", () => {
    const passwords = Array.from({ length: 300 }, () => generateRootPassword());
    for (const password of passwords) expect(password).toMatch(/^[!-~]{50,128}$/);
    expect(new Set(passwords).size).toBe(passwords.length);
    expect(new Set(passwords.map(({ length }) => length)).size).toBeGreaterThan(20);
  });

  it("takes every character as often as any other", () => {
    const counts = new Map<string, number>();
    for (const character of Array.from({ length: 800 }, () => generateRootPassword(128)).join(""))
      counts.set(character, (counts.get(character) ?? 0) + 1);
    expect(counts.size).toBe(94);
    // Each is expected 1,089 times, with a standard deviation of 33; a remainder by 94 would give the first 68 half as many again.
    for (const count of counts.values()) expect(Math.abs(count - 1_089)).toBeLessThan(260);
  });

  it("may have a length of choice, within what the API takes", () => {
    expect([7, 128].map((length) => generateRootPassword(length).length)).toEqual([7, 128]);
    for (const length of [6, 7.5, NaN])
      expect(() => generateRootPassword(length)).toThrow(expect.toSatisfy(isInputError));
    expect(() => generateRootPassword(129)).toThrow("at most 128");
  });
});

describe("scopes in a text", () => {
  const all = Object.values(LinodeScope);

  it.each([
    ["linodes:read_only", ["linodes:read_only"]],
    ["linodes:read_only,events:read_only", ["events:read_only", "linodes:read_only"]],
    ["linodes:read_only events:read_only", ["events:read_only", "linodes:read_only"]],
    ["Linodes:READ_ONLY", ["linodes:read_only"]],
    ["volumes", ["volumes:read_only", "volumes:read_write"]],
    ["volumes:*, ", ["volumes:read_only", "volumes:read_write"]],
    ["moon:read_only tickets", []],
    ["", []],
    [" ", []],
  ])("are read: %j", (text, scopes) => {
    expect(parseScopes(text, all)).toEqual(scopes);
  });

  it("are all for a star", () => {
    expect(parseScopes("*", all)).toEqual(all);
  });
});

describe("the guide", () => {
  const guide = readFileSync("specs/linode/extras/guide.md", "utf8");

  it("says how to install from the sources, beside what every README says of the registry", () => {
    const template = readFileSync("generated/linode/README.md", "utf8");
    expect(template).toContain("npm install @clientwright/linode");
    expect(guide).toMatch(
      /From the sources.*npm ci\nnpm pack .*--workspace generated\/linode\n.*npm install .*linode-\*\.tgz/s,
    );
  });

  it("tells of the three that take part in OAuth, and of the six steps", () => {
    const [, part = ""] = /(## How a user signs in.*)/s.exec(guide) ?? [];
    expect([...part.matchAll(/^- the \*\*|^- your \*\*/gm)]).toHaveLength(3);
    expect([...part.matchAll(/^(\d)\. /gm)].map(([, number]) => Number(number))).toEqual([1, 2, 3, 4, 5, 6]);
    for (const call of ["createOAuthClient", "oauth.start(", "oauth.finish(", "oauth.revoke("])
      expect(part).toContain(call);
  });
});
