import { describe, expect, it } from "vitest";
import { compile } from "../../support/compile.js";
import { generate } from "../../support/generate.js";

/* What a client's README shows is a program; and a client that stands alone needs nothing beside it. */

const features = ["actions", "flatten", "oauth", "page-styles", "secrets", "settings", "signature", "token-login"];

/** The programs in a README, as files beside the package's sources. */
function programs(readme: string): readonly (readonly [string, string])[] {
  return [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, text = ""], index) => [
    `program${index}.ts`,
    text.replace(/from "(?!@clientwright\/)[^"]+"/g, 'from "./src/index.js"'),
  ]);
}

describe.each(features)("%s", (feature) => {
  const spec = `test/golden/${feature}/spec.yaml`;

  it("has a README whose programs compile", async () => {
    const files = await generate(spec);
    const found = programs(files.get("README.md") ?? "");
    expect(found.length).toBeGreaterThan(1);
    const sources = [...files].filter(([path]) => path.endsWith(".ts"));
    // The keys need Node, whose types are not of the strictest kind.
    const options = { types: ["node"], skipLibCheck: true, isolatedDeclarations: false };
    expect(compile(new Map([...sources, ...found]), options, ["typescript-7"])).toEqual([]);
  }, 60_000);

  it("compiles as sources that stand alone", async () => {
    const files = await generate(spec, { kind: "standalone" });
    expect([...files.keys()]).toContain("runtime/index.ts");
    const sources = [...files].filter(([path]) => path.endsWith(".ts"));
    expect(
      sources.filter(([path, text]) => !path.startsWith("runtime/") && text.includes('@clientwright/runtime"')),
    ).toEqual([]);
    expect(compile(new Map(sources), {}, ["typescript-7"])).toEqual([]);
  }, 60_000);
});

it("a README says how to sign in, and which options there are beside that", async () => {
  const readme = async (feature: string): Promise<string> =>
    (await generate(`test/golden/${feature}/spec.yaml`)).get("README.md") ?? "";
  expect(await readme("token-login")).toContain("`logout()` ends the session.");
  expect(await readme("token-login")).toContain("`DepotClient.fromEnv()` takes the address from `DEPOT_URL`");
  expect(await readme("signature")).toContain("`/{login}/users/{user}/keys/{key}` or `/{login}/keys/{key}`");
  expect(await readme("oauth")).toContain("The scopes are the values of `AlbumScope`.");
  expect(await readme("settings")).toMatch(
    /\| `login` +\| Whose account to use; `my` is one's own. +\| `"my"` +\| `CLOUD_ACCOUNT`, `OLD_ACCOUNT` \|/,
  );
  expect(await readme("actions")).toContain("`POST /machines/{id}?action=stop`");
});
