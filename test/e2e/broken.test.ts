import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { differing, Project } from "../support/project.js";

/*
 * A spec that somebody has broken: every variant gets a diagnostic that names the place and the cure, and the client
 * that was there stays as it was.
 */

interface Variant {
  readonly break: (project: Project) => void;
  /** Code, file and the text of the message. */
  readonly code: string;
  readonly at: string;
  readonly says: RegExp;
}

const root = "openapi.yaml";
const keys = "paths/ssh-keys.yaml";
const schemas = "schemas/ssh-keys.yaml";
const replace =
  (file: string, from: string | RegExp, to: string) =>
  (project: Project): void =>
    project.edit(file, (text) => text.replace(from, to));
const write =
  (file: string, content: string | Buffer) =>
  (project: Project): void =>
    writeFileSync(project.path(file), content);

const variants: Readonly<Record<string, Variant>> = {
  "an entry that is indented wrongly": {
    break: replace(keys, "    operationId: getSshKey", "   operationId: getSshKey"),
    code: "syntax",
    at: keys,
    says: /indentation/,
  },
  "a tab": {
    break: replace(keys, "    operationId: getSshKey", "\toperationId: getSshKey"),
    code: "syntax",
    at: keys,
    says: /tab/,
  },
  "a key that stands twice": {
    break: replace(schemas, "SshKey:", "SshKey: {}\nSshKey:"),
    code: "duplicate-key",
    at: schemas,
    says: /`SshKey` stands twice/,
  },
  "an empty file": { break: write(root, ""), code: "empty-file", at: root, says: /empty/ },
  "an empty file that others refer to": { break: write(schemas, ""), code: "empty-file", at: schemas, says: /empty/ },
  "a binary file": {
    break: write(root, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 0xff])),
    code: "binary-file",
    at: root,
    says: /not a text file/,
  },
  "a file that is gone": {
    break: (project) => rmSync(project.path(root)),
    code: "missing-file",
    at: root,
    says: /no file/,
  },
  "a folder in place of the file": {
    break: (project) => {
      rmSync(project.path(root));
      mkdirSync(project.path(root));
    },
    code: "unreadable-file",
    at: root,
    says: /is a folder/,
  },
  "a list": { break: write(root, "- a\n- b\n"), code: "not-openapi", at: root, says: /not an object/ },
  "something else than OpenAPI": {
    break: replace(root, "openapi: 3.1.0", "title: A story"),
    code: "not-openapi",
    at: root,
    says: /no `openapi` member/,
  },
  "a version that nobody knows": {
    break: replace(root, "openapi: 3.1.0", "openapi: 4.0.0"),
    code: "unknown-version",
    at: root,
    says: /4\.0\.0/,
  },
  "a reference to a name that is not there": {
    break: replace(keys, "ssh-keys.yaml#/NewSshKey", "ssh-keys.yaml#/NewSshKee"),
    code: "unresolved-ref",
    at: keys,
    says: /NewSshKee/,
  },
  "a reference to a file that is not there": {
    break: replace(root, "./paths/ssh-keys.yaml#", "./paths/ssh-key.yaml#"),
    code: "missing-file",
    at: root,
    says: /ssh-key\.yaml/,
  },
  "a reference to another host": {
    break: replace(root, "./paths/ssh-keys.yaml#/SshKeys", "https://example.com/x.yaml#/SshKeys"),
    code: "forbidden-ref",
    at: root,
    says: /example\.com/,
  },
  "a reference out of the folder": {
    break: replace(root, "./paths/ssh-keys.yaml#/SshKeys", "../../../etc/passwd"),
    code: "forbidden-ref",
    at: root,
    says: /outside the folder/,
  },
  "a reference out of the folder by a link": {
    break: (project) => {
      symlinkSync("/etc", project.path("etc"));
      project.edit(root, (text) => text.replace("./paths/ssh-keys.yaml#/SshKeys", "./etc/passwd"));
    },
    code: "forbidden-ref",
    at: root,
    says: /outside the folder/,
  },
  "a path that is itself": {
    break: replace(root, "./paths/ssh-keys.yaml#/SshKeys", "./openapi.yaml#/paths/~1profile~1sshkeys"),
    code: "circular-ref",
    at: root,
    says: /circle/,
  },
  "files that include each other": {
    break: write(
      keys,
      '$ref: "../openapi.yaml#/paths/~1profile~1sshkeys"\nSshKeys: { $ref: "../openapi.yaml#/paths/~1profile~1sshkeys" }\nSshKey: { $ref: "#/SshKeys" }\n',
    ),
    code: "circular-ref",
    at: keys,
    says: /circle/,
  },
  "an operationId that is taken": {
    break: replace(keys, "operationId: getSshKey", "operationId: addSshKey"),
    code: "duplicate-operation-id",
    at: keys,
    says: /addSshKey/,
  },
  "an operationId that is no name": {
    break: replace(keys, "operationId: getSshKey", "operationId: get-ssh-key"),
    code: "bad-operation-name",
    at: keys,
    says: /get-ssh-key/,
  },
  "an operationId that is a reserved word": {
    break: replace(keys, "operationId: getSshKey", "operationId: delete"),
    code: "bad-operation-name",
    at: keys,
    says: /reserved/,
  },
  "a schema with a name that generated code needs itself": {
    break: (project) => {
      for (const file of [keys, schemas]) project.edit(file, (text) => text.replaceAll("NewSshKey", "Paginator"));
      project.edit("examples/ssh-keys.yaml", (text) => text.replaceAll("NewSshKey", "Paginator"));
    },
    code: "name-clash",
    at: schemas,
    says: /"Paginator"/,
  },
  "an extension of the wrong type": {
    break: replace(root, "x-errors: { list: /errors", "x-errors: { list: 7"),
    code: "bad-extension",
    at: root,
    says: /x-errors\.list/,
  },
  "an extension with a wrong value": {
    break: replace(keys, "style: page-number", "style: page-numbr"),
    code: "bad-extension",
    at: keys,
    says: /x-paginator\.style/,
  },
  "an extension that is misspelt": {
    break: replace(root, "x-errors:", "x-error:"),
    code: "misspelt-extension",
    at: root,
    says: /x-error/,
  },
  "names that do not fit their values": {
    break: replace("schemas/logins.yaml", "x-enum-varnames: [Successful, Failed]", "x-enum-varnames: [Successful]"),
    code: "bad-extension",
    at: "schemas/logins.yaml",
    says: /x-enum-varnames/,
  },
  "a path parameter that the template lacks": {
    break: replace(root, "/profile/sshkeys/{sshKeyId}:", "/profile/sshkeys/{keyId}:"),
    code: "path-parameter-not-in-template",
    at: keys,
    says: /sshKeyId/,
  },
  "a name in the template that no parameter declares": {
    break: replace(root, "/profile/sshkeys/{sshKeyId}:", "/profile/sshkeys/{keyId}:"),
    code: "path-parameter-undeclared",
    at: keys,
    says: /keyId/,
  },
  "a path without a slash": {
    break: replace(root, "  /profile/sshkeys:", "  profile/sshkeys:"),
    code: "bad-path",
    at: keys,
    says: /profile\/sshkeys/,
  },
  "a parameter in no place": {
    break: replace(keys, "in: path", "in: body"),
    code: "bad-value",
    at: keys,
    says: /`in` cannot be `body`/,
  },
  "a type that there is not": {
    break: replace(schemas, "type: integer", "type: int"),
    code: "bad-schema-type",
    at: schemas,
    says: /`int`/,
  },
  "a status that is none": { break: replace(keys, /"?200"?:/, "OK:"), code: "bad-status", at: keys, says: /`OK`/ },
  "a way to sign in that nobody defined": {
    break: replace(root, "- personalAccessToken: []", "- personalToken: []"),
    code: "unknown-security-scheme",
    at: root,
    says: /personalToken/,
  },
};

describe("a broken spec", () => {
  let project: Project;
  beforeEach(async () => {
    project = new Project();
    expect((await project.generate()).ok).toBe(true);
  });
  afterEach(() => project.remove());

  it.each(Object.entries(variants))("%s", async (_, variant) => {
    const before = project.snapshot();
    variant.break(project);
    const report = await project.generate();
    const errors = report.diagnostics.filter(({ severity }) => severity === "error");
    expect(report.ok).toBe(false);
    expect(errors.map(({ code }) => code)).toContain(variant.code);
    const error = errors.find(({ code, message }) => code === variant.code && variant.says.test(message));
    expect(error, JSON.stringify(errors, undefined, 2)).toBeDefined();
    expect(error?.file).toBe(`specs/linode/${variant.at}`);
    expect(error?.help).not.toBe("");
    expect(differing(before, project.snapshot())).toEqual([]);
  });
});
