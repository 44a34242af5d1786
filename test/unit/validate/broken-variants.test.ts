import { describe, expect, test } from "vitest";
import { load } from "../../../generator/src/load/index.js";
import { validate } from "../../../generator/src/validate/index.js";
import { documentOf, folderWith, loadFiles } from "../load/support.js";
import type { Diagnostic } from "../../../generator/src/diagnostics/diagnostic.js";

const spec = `openapi: 3.1.0
info:
  title: Pets
  version: "1.0"
servers:
  - url: https://pets.example/v1
security:
  - token: []
paths:
  /pets:
    get:
      operationId: listPets
      summary: Lists pets.
      tags: [pets]
      x-paginator: { style: page-number, page: page, items: /data, pages: /pages }
      parameters:
        - name: page
          in: query
          description: The number of the page.
          schema:
            type: integer
      responses:
        default: { $ref: schemas.yaml#/Failed }
        "200":
          description: A page of pets.
          content:
            application/json:
              schema:
                $ref: schemas.yaml#/PetPage
  /pets/{petId}:
    get:
      operationId: getPet
      summary: Reads a pet.
      tags: [pets]
      parameters:
        - name: petId
          in: path
          required: true
          description: The number of the pet.
          schema:
            type: integer
      responses:
        default: { $ref: schemas.yaml#/Failed }
        "200":
          description: The pet.
          content:
            application/json:
              schema:
                $ref: schemas.yaml#/Pet
components:
  securitySchemes:
    token:
      type: http
      scheme: bearer
`;

const schemas = `PetPage:
  type: object
  description: A page of pets.
  properties:
    data:
      type: array
      description: The pets.
      items:
        $ref: "#/Pet"
    pages:
      type: integer
      description: How many pages there are.
Pet:
  type: object
  description: A pet.
  required: [id, kind]
  properties:
    id:
      type: integer
      description: The number of the pet.
      x-sensitive: false
    kind:
      $ref: "#/Kind"
      description: What it is.
Kind:
  description: What a pet is.
  type: string
  enum: [cat, dog]
  x-enum-varnames: [Cat, Dog]
  x-enum-descriptions: [It purrs., It barks.]
Failed:
  description: Something went wrong.
`;

type File = "openapi.yaml" | "schemas.yaml";

/** What is changed in which file, and the diagnostic that this must give. */
type Variant = readonly [name: string, file: File, from: string, to: string, code: string, at: string];

const variants: readonly Variant[] = [
  [
    "bad indentation",
    "openapi.yaml",
    "      operationId: getPet",
    "     operationId: getPet",
    "syntax",
    "openapi.yaml:33",
  ],
  ["a tab", "openapi.yaml", "  title: Pets", "\ttitle: Pets", "syntax", "openapi.yaml:3"],
  ["a bracket left open", "schemas.yaml", "[id, kind]", "[id, kind", "syntax", "schemas.yaml:17"],
  [
    "a key twice",
    "openapi.yaml",
    "  title: Pets",
    "  title: Pets\n  title: Animals",
    "duplicate-key",
    "openapi.yaml:4",
  ],
  ["no version", "openapi.yaml", "openapi: 3.1.0\n", "", "not-openapi", "openapi.yaml:1"],
  ["an unknown version", "openapi.yaml", "3.1.0", "5.0.0", "unknown-version", "openapi.yaml:1"],
  ["an unknown schema", "openapi.yaml", "#/PetPage", "#/PetPag", "unresolved-ref", "openapi.yaml:29"],
  ["an unknown schema in the other file", "schemas.yaml", '"#/Kind"', '"#/Kinds"', "unresolved-ref", "schemas.yaml:23"],
  [
    "an unknown file",
    "openapi.yaml",
    "schemas.yaml#/PetPage",
    "schema.yaml#/PetPage",
    "missing-file",
    "openapi.yaml:29",
  ],
  [
    "a remote file",
    "openapi.yaml",
    "schemas.yaml#/PetPage",
    "https://a.example/b.yaml",
    "forbidden-ref",
    "openapi.yaml:29",
  ],
  ["a file outside", "openapi.yaml", "schemas.yaml#/PetPage", "../../b.yaml", "forbidden-ref", "openapi.yaml:29"],
  [
    "a path that includes itself",
    "openapi.yaml",
    "  /pets:\n",
    "  /loop: { $ref: 'openapi.yaml#/paths/~1loop' }\n  /pets:\n",
    "circular-ref",
    "openapi.yaml:10",
  ],
  [
    "a schema that is only itself",
    "schemas.yaml",
    "  description: What a pet is.\n  type: string\n  enum: [cat, dog]\n  x-enum-varnames: [Cat, Dog]\n  x-enum-descriptions: [It purrs., It barks.]",
    '  $ref: "#/Kind"',
    "circular-ref",
    "schemas.yaml:26",
  ],
  [
    "an operationId twice",
    "openapi.yaml",
    "operationId: getPet",
    "operationId: listPets",
    "duplicate-operation-id",
    "openapi.yaml:32",
  ],
  ["no operationId", "openapi.yaml", "      operationId: getPet\n", "", "missing-operation-id", "openapi.yaml:31"],
  [
    "an operationId with an acronym",
    "openapi.yaml",
    "operationId: getPet",
    "operationId: getPETS",
    "bad-operation-name",
    "openapi.yaml:32",
  ],
  [
    "a path parameter that the path lacks",
    "openapi.yaml",
    "- name: petId",
    "- name: petID",
    "path-parameter-not-in-template",
    "openapi.yaml:36",
  ],
  [
    "a path parameter that is not declared",
    "openapi.yaml",
    "/pets/{petId}:",
    "/pets/{petId}/{toyId}:",
    "path-parameter-undeclared",
    "openapi.yaml:31",
  ],
  [
    "a path parameter that is not required",
    "openapi.yaml",
    "          required: true\n",
    "",
    "path-parameter-not-required",
    "openapi.yaml:36",
  ],
  ["a place that does not exist", "openapi.yaml", "in: query", "in: querry", "bad-value", "openapi.yaml:18"],
  ["a path without a slash", "openapi.yaml", "  /pets:", "  pets:", "bad-path", "openapi.yaml:10"],
  [
    "a list that is an object",
    "openapi.yaml",
    "tags: [pets]\n      x-",
    "tags: { pets: true }\n      x-",
    "wrong-type",
    "openapi.yaml:14",
  ],
  ["a version without quotes", "openapi.yaml", '"1.0"', "1.0", "wrong-type", "openapi.yaml:4"],
  [
    "a reply without a description",
    "openapi.yaml",
    "          description: The pet.\n",
    "",
    "missing-member",
    "openapi.yaml:44",
  ],
  [
    "a status that is none",
    "openapi.yaml",
    '"200":\n          description: The',
    '"20":\n          description: The',
    "bad-status",
    "openapi.yaml:44",
  ],
  [
    "a security scheme that is not defined",
    "openapi.yaml",
    "- token: []",
    "- tokn: []",
    "unknown-security-scheme",
    "openapi.yaml:8",
  ],
  [
    "a server that is no URL",
    "openapi.yaml",
    "https://pets.example/v1",
    "htps://pets.example/v1",
    "bad-server-url",
    "openapi.yaml:6",
  ],
  [
    "a type that does not exist",
    "schemas.yaml",
    "  type: string\n  enum",
    "  type: strin\n  enum",
    "bad-schema-type",
    "schemas.yaml:27",
  ],
  ["an enum of the wrong type", "schemas.yaml", "[cat, dog]", "[cat, 1]", "bad-enum", "schemas.yaml:28"],
  [
    "an extension of the wrong type",
    "schemas.yaml",
    "x-sensitive: false",
    "x-sensitive: maybe",
    "bad-extension",
    "schemas.yaml:21",
  ],
  ["an extension that lacks a member", "openapi.yaml", "style: page-number, ", "", "bad-extension", "openapi.yaml:15"],
  [
    "an extension that is misspelt",
    "openapi.yaml",
    "x-paginator",
    "x-paginater",
    "misspelt-extension",
    "openapi.yaml:15",
  ],
  ["too few names for an enum", "schemas.yaml", "[Cat, Dog]", "[Cat]", "bad-extension", "schemas.yaml:29"],
  ["a schema name in small letters", "schemas.yaml", "Kind", "kind_of_pet", "bad-schema-name", "schemas.yaml:25"],
];

/** What `validate` says of a spec of our own: the problems of loading, or else those of validation. */
async function problems(files: Readonly<Record<File, string | Uint8Array>>): Promise<readonly Diagnostic[]> {
  const loaded = await loadFiles(files);
  if (loaded.value === undefined) return loaded.diagnostics;
  return validate(documentOf(loaded), { lenient: false, names: "checked" });
}

describe("a spec of two files", () => {
  test("is right as it stands", async () => {
    expect(await problems({ "openapi.yaml": spec, "schemas.yaml": schemas })).toEqual([]);
  });

  test.each(variants)("%s", async (_name, file, from, to, code, at) => {
    const whole = { "openapi.yaml": spec, "schemas.yaml": schemas };
    const broken = { ...whole, [file]: whole[file].replaceAll(from, to) };
    expect(broken).not.toEqual(whole);
    const found = await problems(broken);
    const [problem] = found.filter((diagnostic) => diagnostic.code === code);
    expect(problem, JSON.stringify(found, null, 2)).toMatchObject({ code, severity: "error" });
    expect(`${problem?.file}:${problem?.line}`).toBe(at);
    expect(problem?.column).toBeGreaterThan(0);
    expect(problem?.frame).toMatch(new RegExp(`^> *${problem?.line} \\|`, "m"));
    expect(problem?.help).toMatch(/\S.*[.?]$/s);
  });

  test.each([
    ["an empty file", "", "empty-file"],
    ["a file of blanks", " \n\n", "empty-file"],
    ["a binary file", new Uint8Array([137, 80, 78, 71, 0]), "binary-file"],
    ["a list", "- a\n", "not-openapi"],
  ])("%s in place of the root", async (_name, contents, code) => {
    const found = await problems({ "openapi.yaml": contents, "schemas.yaml": schemas });
    expect(found.map((problem) => [problem.code, problem.severity, problem.file])).toEqual([
      [code, "error", "openapi.yaml"],
    ]);
    expect(found[0]?.help).not.toBe("");
  });

  test.each([
    ["an empty file", "", "empty-file", "schemas.yaml:1"],
    ["a binary file", new Uint8Array([137, 80, 78, 71, 0]), "binary-file", "openapi.yaml:23"],
  ])("%s in place of the other", async (_name, contents, code, at) => {
    const found = await problems({ "openapi.yaml": spec, "schemas.yaml": contents });
    const [first] = found;
    expect([first?.code, `${first?.file}:${first?.line}`]).toEqual([code, at]);
  });

  test("all problems are reported at once", async () => {
    const broken = spec.replace("in: query", "in: querry").replace("- token: []", "- tokn: []").replace('"1.0"', "1.0");
    const found = await problems({ "openapi.yaml": broken, "schemas.yaml": schemas.replace("[cat, dog]", "[]") });
    expect(found.map(({ code }) => code)).toEqual([
      "wrong-type",
      "unknown-security-scheme",
      "bad-value",
      "unused-component",
      "bad-enum",
      "bad-extension",
      "bad-extension",
    ]);
  });

  test("a file that is not there", async () => {
    const { diagnostics } = await load("openapi.yaml", { cwd: folderWith({}) });
    expect(diagnostics).toMatchObject([{ code: "missing-file", file: "openapi.yaml", severity: "error" }]);
  });
});
