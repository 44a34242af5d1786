import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import ts from "typescript";
import { beforeAll, describe, expect, it } from "vitest";
import { compile } from "../support/compile.js";

/* What a user of the package sees in an editor and hears from the compiler. */

const program = (body: string): string =>
  `import { LinodeClient, LishAuthMethod } from "@clientwright/linode";\nconst client = new LinodeClient({ token: "t" });\n${body}\nexport {};\n`;

const good = `
  const profile = await client.getProfile();
  const name: string = profile.username;
  await client.updateProfile({ lish_auth_method: LishAuthMethod.KeysOnly, authorized_keys: null });
  await client.updateProfile({ lish_auth_method: "disabled", email: undefined });
  const grants = await client.listGrants();
  const mayAdd: boolean | undefined = grants?.global?.add_linodes;
  if (profile.lish_auth_method === "something new") console.log(name, mayAdd);`;

/** Programs that must not compile, each with what the compiler has to say. */
const bad: Readonly<Record<string, readonly [body: string, message: RegExp]>> = {
  "a misspelt field": ['await client.updateProfile({ emial: "me@example.com" });', /TS2561.*'emial'.*'email'/],
  "a wrong value": [
    'await client.updateProfile({ lish_auth_method: "key_only" });',
    /TS2820.*'"key_only"'.*"keys_only"|TS2322.*"key_only"/,
  ],
  "a missing field": ["await client.verifyPhoneNumber({});", /'otp_code' is missing/],
  "a field that the server sets": ["await client.updateProfile({ uid: 1 });", /TS2353.*'uid'/],
  "an assignment to what the server sets": ["(await client.getProfile()).uid = 1;", /TS2540.*'uid'/],
  "a result that may be missing": ["(await client.listGrants()).global;", /TS2532|TS18048/],
};

describe("the compiler", () => {
  // One run for all, since the package takes longer than the programs.
  let found: readonly string[] = [];
  beforeAll(() => {
    const files = Object.values(bad).map(([body], index) => [`bad${index}.ts`, program(body)] as const);
    const options = { isolatedDeclarations: false, declaration: false };
    found = compile(new Map([["good.ts", program(good)], ...files]), options, ["typescript-7"]);
  }, 120_000);

  it("accepts a good program", () => {
    expect(found.filter((line) => !/^bad\d/.test(line) && !line.startsWith(" "))).toEqual([]);
  });

  it.each(Object.entries(bad).map(([title, [, message]], index) => [title, message, index] as const))(
    "refuses %s by name",
    (_, message, index) => {
      const from = found.findIndex((line) => line.startsWith(`bad${index}.ts`));
      const lines = found
        .slice(from)
        .filter((line, at) => line.startsWith(`bad${index}.ts`) || (at > 0 && line.startsWith(" ")));
      expect(from).toBeGreaterThanOrEqual(0);
      expect(lines.join("\n")).toMatch(message);
    },
  );
});

describe.each(["linode", "cloudapi", "ionosenterprise", "decapod"])("the README of %s", (name) => {
  it("has programs that compile", () => {
    const readme = readFileSync(`generated/${name}/README.md`, "utf8");
    const programs = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(
      ([, text = ""], index) => [`program${index}.ts`, text] as const,
    );
    expect(programs.length).toBeGreaterThan(2);
    expect(
      compile(new Map(programs), { types: ["node"], declaration: false, isolatedDeclarations: false }, [
        "typescript-7",
      ]),
    ).toEqual([]);
  });

  it("lists every operation with its wire line, and a link to the documentation where there is one", () => {
    const readme = readFileSync(`generated/${name}/README.md`, "utf8");
    const { operations } = JSON.parse(readFileSync(`generated/${name}/clientwright.json`, "utf8")) as {
      operations: { function: string; method: string; path: string }[];
    };
    for (const { function: called, method, path } of operations) {
      const wire = `${method} ${path}`.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      expect(readme).toMatch(
        new RegExp(`\\| (\\[\`${called}\`\\]\\(https://\\S+\\)|\`${called}\`) +\\| \`${wire}[^\`]*\` +\\| \\S`),
      );
    }
  });
});

describe("the editor", () => {
  it("shows plain words and plain members", () => {
    const text = program("const profile = await client.getProfile();\nprofile.username;");
    const hover = hoverOver(text);
    expect(hover("getProfile")).toMatchInlineSnapshot(`
      "(method) LinodeClient.getProfile(options?: RequestOptions): Promise<Profile>
      ---
      Reads the profile of the user that the token acts for.

      Every token may do this, whatever its scopes, so a program that holds several tokens can tell by it whose they
      are.

      \`GET /profile\`"
    `);
    expect(hover("profile =")).toMatchInlineSnapshot(`
      "const profile: Profile
      ---
      "
    `);
    expect(hover("username")).toMatchInlineSnapshot(`
      "(property) Profile.username: string
      ---
      The name that the user signs in with."
    `);
  });
});

describe("the models agree with openapi-typescript", () => {
  const schema = readFileSync("generated/linode/src/schema.d.ts", "utf8");
  const components = /export interface components \{\n\s+schemas: \{([\s\S]*?)\n {4}\};/.exec(schema)?.[1] ?? "";
  const names = [...components.matchAll(/^ {8}(\w+): /gm)].map(([, name = ""]) => name);
  const models = readFileSync("generated/linode/src/models.ts", "utf8");
  // A file is text to them and bytes to ours. Members beside the listed ones are open in ours, as TypeScript wants them to
  // fit the listed ones too; theirs is an intersection that no object literal satisfies.
  const different = new Set(["NewSupportTicketAttachment", "ConfigDevices", "InstanceConfig", "InstanceConfigPage"]);
  const shared = names
    .filter((name) => !different.has(name))
    .filter((name) => new RegExp(`export (interface|type) ${name}\\b`).test(models));

  it("in every model, what one allows the other allows", () => {
    expect(shared.length).toBeGreaterThan(20);
    // Ours are open where values may grow, so texts are compared as texts.
    const lines = shared.map(
      (name) => `export const a${name}: Same<ours.${name}, components["schemas"]["${name}"]> = true;`,
    );
    const source = `import type * as ours from "@clientwright/linode";
import type { components } from ${JSON.stringify(resolve("generated/linode/src/schema.d.ts"))};
type Text<T> = T extends string ? string : T extends readonly (infer I)[] ? Text<I>[] : T extends object ? { [K in keyof T]: Text<T[K]> } : T;
type Same<A, B> = [Text<A>] extends [Text<B>] ? ([Text<B>] extends [Text<A>] ? true : "theirs allows more") : "ours allows more";
${lines.join("\n")}
`;
    expect(
      compile(new Map([["oracle.ts", source]]), { exactOptionalPropertyTypes: false, skipLibCheck: true }, [
        "typescript-7",
      ]),
    ).toEqual([]);
  });
});

/** What an editor shows for the first place where a text occurs. */
function hoverOver(text: string): (at: string) => string {
  const file = resolve("program.ts");
  const options: ts.CompilerOptions = {
    strict: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    lib: ["lib.es2022.d.ts", "lib.dom.d.ts"],
    types: [],
    paths: {
      "@clientwright/runtime": [resolve("runtime/src/index.ts")],
      "@clientwright/linode": [resolve("generated/linode/src/index.ts")],
    },
  };
  const service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [file],
    getScriptVersion: () => "1",
    getScriptSnapshot: (name) => {
      const content = name === file ? text : ts.sys.readFile(name);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    getCurrentDirectory: () => process.cwd(),
    getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
    fileExists: (name) => name === file || ts.sys.fileExists(name),
    readFile: (name) => (name === file ? text : ts.sys.readFile(name)),
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
  });
  return (at) => {
    const info = service.getQuickInfoAtPosition(file, text.lastIndexOf(at));
    return [ts.displayPartsToString(info?.displayParts), ts.displayPartsToString(info?.documentation)].join("\n---\n");
  };
}
