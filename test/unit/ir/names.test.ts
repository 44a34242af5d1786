import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ts } from "ts-morph";
import { describe, expect, it } from "vitest";
import { camelCase, isIdentifier, kebabCase, NameScope, pascalCase, words } from "../../../generator/src/ir/names.js";
import { reservedNames } from "../../../generator/src/ir/reserved.js";
import { clientOptions } from "../../../generator/src/ir/security.js";

describe("words", () => {
  it.each([
    ["list-SSHKeys_v2", ["list", "SSH", "Keys", "v2"]],
    ["getHTTPStatus", ["get", "HTTP", "Status"]],
    ["Ärger & Öl", ["Arger", "Ol"]],
    ["用户 列表", ["用户", "列表"]],
    ["/a/{b}.json", ["a", "b", "json"]],
    ["…*/", []],
    ["", []],
  ])("%j", (text, expected) => expect(words(text)).toEqual(expected));
});

describe("cases", () => {
  it.each([
    ["ssh_keys", "SshKeys", "sshKeys", "ssh-keys"],
    ["SSHKey", "SSHKey", "sshKey", "ssh-key"],
    ["listSshKeys", "ListSshKeys", "listSshKeys", "list-ssh-keys"],
    ["GET", "GET", "get", "get"],
    ["Get_all-THINGS", "GetAllTHINGS", "getAllThings", "get-all-things"],
    ["404", "404", "404", "404"],
  ])("%s", (text, pascal, camel, kebab) =>
    expect([pascalCase(text), camelCase(text), kebabCase(text)]).toEqual([pascal, camel, kebab]),
  );
});

describe("isIdentifier", () => {
  it.each(["a", "_", "$x1", "größe", "用户"])("takes %s", (name) => expect(isIdentifier(name)).toBe(true));
  it.each(["", "1a", "a-b", "a b", "a.b", "a\u2028", "a\u200d", "${x}", "a\n"])("refuses %j", (name) =>
    expect(isIdentifier(name)).toBe(false),
  );
});

describe("NameScope", () => {
  it("gives a taken name a number, and skips numbers that are taken", () => {
    const scope = new NameScope();
    expect(["Pet", "Pet2", "Pet", "Pet"].map((name) => scope.claim(name, "Model"))).toEqual([
      "Pet",
      "Pet2",
      "Pet3",
      "Pet4",
    ]);
  });

  it("gives a reserved name its suffix, and what cannot start a name its prefix", () => {
    const scope = new NameScope();
    expect(["Error", "3d", "", "delete"].map((name) => scope.claim(name, "Model"))).toEqual([
      "ErrorModel",
      "Model3d",
      "Model",
      "deleteModel",
    ]);
  });

  it("stays fast when a thousand things want one name", () => {
    const scope = new NameScope();
    const names = Array.from({ length: 20_000 }, () => scope.claim("Item", "Model"));
    expect(new Set(names).size).toBe(20_000);
    expect(names.at(-1)).toBe("Item20000");
  });
});

describe("the lists of names that generated code uses itself", () => {
  const emitters = readdirSync("generator/src/emit")
    .map((file) => readFileSync(join("generator/src/emit", file), "utf8"))
    .join("\n");
  const used = [...emitters.matchAll(/runtime(?:Value|Type)\("(\w+)"\)/g)].map(([, name = ""]) => name);
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    strict: true,
    types: [],
  };

  it("has every name that comes from the runtime, and the runtime has it", () => {
    const program = ts.createProgram(["runtime/src/index.ts"], options);
    const checker = program.getTypeChecker();
    const index = program.getSourceFile("runtime/src/index.ts");
    const module = index && checker.getSymbolAtLocation(index);
    const exported = new Set((module ? checker.getExportsOfModule(module) : []).map(({ name }) => name));
    expect(used.length).toBeGreaterThan(15);
    for (const name of used) {
      expect(reservedNames.has(name), name).toBe(true);
      expect(exported.has(name), name).toBe(true);
    }
  });

  it("has every option that all clients have", () => {
    const program = ts.createProgram(["runtime/src/types.ts"], options);
    const checker = program.getTypeChecker();
    const file = program.getSourceFile("runtime/src/types.ts");
    const declaration = file?.statements.find(
      (node) => ts.isInterfaceDeclaration(node) && node.name.text === "ClientOptions",
    );
    const names =
      declaration === undefined
        ? []
        : checker
            .getTypeAtLocation(declaration)
            .getProperties()
            .map(({ name }) => name);
    expect([...clientOptions].sort()).toEqual(names.sort());
  });
});
