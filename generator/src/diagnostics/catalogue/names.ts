import type { CatalogueEntry } from "./entry.js";

/** Problems with names and extensions. Names are judged in specs of one's own; in other documents they are repaired. */
export const nameCatalogue: Readonly<Record<string, CatalogueEntry>> = {
  "bad-extension": {
    title: "An extension has the wrong shape or place",
    severity: "error",
    explanation:
      "The extensions that the generator understands are defined in `extensions.schema.json`, each with its members and the objects that it belongs on.",
    example: 'x-sensitive: "yes"',
  },
  "misspelt-extension": {
    title: "An extension is spelt wrongly",
    severity: "error",
    explanation:
      "Unknown extensions are ignored, as the standard demands. One that is a letter or two away from one of ours would be ignored by mistake.",
    example: "x-pagenator: { style: page-number }",
  },
  "unfit-extension": {
    title: "An extension does not fit the document",
    severity: "error",
    explanation:
      "The extension itself is well-formed, but what it speaks of is not there, or not as it would have to be: an operation, a default, an input, a member of a body. In documents of other people the extension is left out with a warning.",
    example: "x-token-login: { login: logIm, … }",
  },
  "missing-operation-id": {
    title: "An operation has no operationId",
    severity: "error",
    explanation:
      "The function of an operation is named after its operationId. In a spec of one's own that name is chosen and not made up.",
    example: "get: { responses: {} }",
  },
  "bad-operation-name": {
    title: "An operationId is no good function name",
    severity: "error",
    explanation:
      "Names of operations are lowerCamelCase, acronyms are words (`listSshKeys`), and reserved words do not do.",
    example: "operationId: List_SSHKeys",
  },
  "operation-without-verb": {
    title: "An operationId does not begin with a verb",
    severity: "warning",
    explanation: "A function does something, and its name says what: verb and noun, as in `getProfile`.",
    example: "operationId: profile",
  },
  "bad-schema-name": {
    title: "A schema's name is no good type name",
    severity: "error",
    explanation:
      "Names of schemas are PascalCase, acronyms are words (`SshKey`), and names of types that TypeScript has already do not do.",
    example: "components: { schemas: { ssh_key: {} } }",
  },
  "bad-parameter-name": {
    title: "A parameter's name is no identifier",
    severity: "error",
    explanation:
      "A parameter keeps its wire name as a member of the input, so it should be an identifier; header names become one by a rule.",
    example: "name: page-size\nin: query",
  },
  "names-differ-by-case": {
    title: "Two names differ in capital letters only",
    severity: "error",
    explanation: "People mix them up, and on some machines files of these names are the same file.",
    example: "components: { schemas: { SshKey: {}, SshKEY: {} } }",
  },
  "name-clash": {
    title: "A name is taken",
    severity: "error",
    explanation:
      "Something generated from the document would have to be given another name than the document says, because that name is reserved or used already.",
    example: "operationId: createClient",
  },
};
