import { describe, expect, test } from "vitest";
import { validateFiles, validateText, withOperation } from "./support.js";
import type { Files } from "../load/support.js";
import type { Diagnostic } from "../../../generator/src/diagnostics/diagnostic.js";

/* The rules for specs of our own, where they look at more than one place. */

const root = `openapi: 3.1.0
info: { title: Boxes, version: "1" }
paths:
  /boxes: { $ref: paths.yaml#/Boxes }
`;

const paths = `Boxes:
  post:
    operationId: createBox
    summary: Makes a box.
    requestBody:
      description: The box.
      content:
        application/json:
          schema: { $ref: "schemas.yaml#/Box" }
          examples: { box: { $ref: "examples.yaml#/NewBox" } }
    responses:
      "200":
        description: The box.
        content:
          application/json:
            schema: { $ref: "schemas.yaml#/Box" }
            examples: { box: { $ref: "examples.yaml#/Box" } }
      default: { description: No box. }
`;

const schemas = `Box:
  description: A box.
  type: object
  required: [id, secret, size]
  properties:
    id: { type: integer, description: Its number., readOnly: true }
    secret: { type: string, description: Its secret., writeOnly: true }
    size: { type: integer, description: Its size. }
`;

const examples = `NewBox: { value: { secret: s, size: 1 } }
Box: { value: { id: 1, size: 1 } }
`;

const whole = { "openapi.yaml": root, "paths.yaml": paths, "schemas.yaml": schemas, "examples.yaml": examples };

async function problems(files: Files): Promise<readonly Pick<Diagnostic, "code" | "message">[]> {
  const found = await validateFiles({ ...whole, ...files }, { names: "checked" });
  return found.map(({ code, message, file, line }) => ({ code, message, at: `${file}:${line}` }));
}

describe("a spec of several files", () => {
  test("is right as it stands", async () => {
    expect(await problems({})).toEqual([]);
  });

  test("an entry that nothing refers to is found in its file", async () => {
    const more = `${schemas}Lid:\n  description: A lid.\nTop: { $ref: "#/Box" }\nx-note: not an entry\n`;
    expect(await problems({ "schemas.yaml": more })).toEqual([
      { code: "unused-component", message: "Nothing refers to `Lid`.", at: "schemas.yaml:9" },
    ]);
  });

  test("part of an entry is enough, and a file that is taken whole has no leftovers", async () => {
    const some = paths
      .replace('schemas.yaml#/Box" }', 'schemas.yaml#/Nested/Box" }')
      .replace('schemas.yaml#/Box" }', 'Lid.yaml" }');
    const file = "description: A thing.\ntype: object\n";
    const files = {
      "paths.yaml": some,
      "schemas.yaml": "Nested: { Box: { description: A box. } }\n",
      "Lid.yaml": file,
    };
    expect(await problems(files)).toEqual([]);
  });

  test("a file that is too long is named", async () => {
    const text = `${schemas}${"# Nothing.\n".repeat(600)}`;
    expect(await problems({ "schemas.yaml": text })).toEqual([
      { code: "long-file", message: "The file has 608 lines, which is more than 600.", at: "schemas.yaml:1" },
    ]);
  });

  test("an example is judged by its use, and found where it is written", async () => {
    const text = "NewBox: { value: { id: 1, size: 1 } }\nBox:\n  value: { secret: s, size: '1', lid: true }\n";
    expect(await problems({ "examples.yaml": text })).toEqual([
      {
        code: "bad-example",
        message: 'The example {"id":1,"size":1} does not fit its schema: it lacks `secret`.',
        at: "examples.yaml:1",
      },
      {
        code: "bad-example",
        message: 'The example {"secret":"s","size":"1","lid":true} does not fit its schema: it lacks `id`.',
        at: "examples.yaml:3",
      },
      {
        code: "bad-example",
        message: "The example does not fit its schema: `/size` is a string and not integer.",
        at: "examples.yaml:3",
      },
      {
        code: "bad-example",
        message: "The example does not fit its schema: `/lid` is not in the schema.",
        at: "examples.yaml:3",
      },
    ]);
  });
});

test("the names of actions and scopes are suggested", async () => {
  const text = `${withOperation("{ operationId: getA, security: [{ login: [raed] }] }")}components:
  securitySchemes:
    login: { type: oauth2, flows: { implicit: { authorizationUrl: "https://a.example", scopes: { read: R. } } } }
`;
  const found = await validateText(text, { names: "checked" });
  expect(found.find(({ code }) => code === "unknown-scope")).toMatchObject({
    severity: "error",
    message: "The scheme `login` has no scope `raed`.",
    help: "Did you mean `read`?",
  });
});

test.each(["mutateInstance", "expireToken", "peekPasswordReset", "beginMigration", "finalizeMigration"])(
  "%s begins with a verb",
  async (id) => {
    const found = await validateText(withOperation(`{ operationId: ${id} }`), { names: "checked" });
    expect(found.filter(({ code }) => code === "operation-without-verb")).toEqual([]);
  },
);
