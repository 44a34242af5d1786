import { describe, expect, test } from "vitest";
import { checker, examplesIn } from "./examples.js";
import { maybeObject, objectOf, resolve, stringOf } from "./json.js";
import { openSpec, operationsOf } from "./spec.js";

const { document } = await openSpec("linode");
const found = examplesIn(document);
const fault = checker(document);

describe("the examples of the Linode spec", () => {
  test.each(found.map((example) => [example.pointer, example] as const))("%s", (_pointer, { schema, value }) => {
    expect(fault(schema, value)).toBe("");
  });

  test("a body, and a reply with a body, has one each", () => {
    const pointers = found.map(({ pointer }) => pointer);
    for (const { operation, method, path } of operationsOf(document)) {
      const at = `/paths/${path.replaceAll("/", "~1")}/${method.toLowerCase()}`;
      const bodies = operation.requestBody === undefined ? [] : [`${at}/requestBody/`];
      const reply = objectOf(maybeObject(operation.responses)["200"]);
      const replies = typeof reply.$ref === "string" ? [`${reply.$ref.slice(1)}/`] : [`${at}/responses/200/`];
      for (const start of [...bodies, ...replies]) {
        expect(
          pointers.filter((pointer) => pointer.startsWith(start)),
          `${stringOf(operation.operationId)} ${start}`,
        ).toHaveLength(1);
      }
    }
  });

  test("the check finds a wrong type, a wrong format, a limit, a missing and an unknown member", () => {
    const schema = { $ref: "#/components/schemas/SshKey" };
    const key = { id: 42, label: "laptop", ssh_key: "ssh-rsa AAAA", created: "2018-01-01T00:01:01" };
    expect(fault(schema, key)).toBe("");
    expect(fault(schema, { ...key, id: "42" })).toContain("must be integer");
    expect(fault(schema, { ...key, created: "2018-01-01T00:01:01Z" })).toContain("date-time");
    expect(fault(schema, { ...key, label: "x".repeat(65) })).toContain("64 characters");
    expect(fault(schema, { id: 42 })).toContain("required property");
    expect(fault(schema, { ...key, lable: "laptop" })).toContain("unevaluated");
    const page = resolve(document, { $ref: "#/components/schemas/SshKeyPage" });
    expect(fault(page, { data: [{ ...key, lable: "" }], page: 1, pages: 1, results: 1 })).toContain("unevaluated");
  });
});
