import type { CatalogueEntry } from "./entry.js";

/** Problems of the stage `load`: reading, parsing and joining files. */
export const loadCatalogue: Readonly<Record<string, CatalogueEntry>> = {
  "missing-file": {
    title: "A file is not there",
    severity: "error",
    explanation:
      "The document itself, or a file that a reference names, does not exist. Paths are relative to the file that holds the reference.",
    example: "$ref: ./schemas/pett.yaml",
  },
  "unreadable-file": {
    title: "A file cannot be read",
    severity: "error",
    explanation: "The path leads to a folder or a device, or the file may not be read.",
    example: "clientwright validate ./specs",
  },
  "binary-file": {
    title: "A file is not text",
    severity: "error",
    explanation:
      "Documents are YAML or JSON in UTF-8. The file holds NUL bytes or bytes that are no UTF-8, so it is an archive or an image, say, or text in another encoding.",
    example: "clientwright validate logo.png",
  },
  "empty-file": {
    title: "A file is empty",
    severity: "error",
    explanation: "The file holds nothing, or nothing but comments.",
    example: "# to be written",
  },
  syntax: {
    title: "The text is neither YAML nor JSON",
    severity: "error",
    explanation:
      "The parser cannot make sense of the text: wrong indentation, a bracket that is not closed, a tab, a tag, a second document.",
    example: "paths:\n  /pets:\n     get: {}\n    post: {}",
  },
  "duplicate-key": {
    title: "A key stands twice in one object",
    severity: "error",
    explanation: "Parsers differ in which of the two they keep, so one of them would be lost without a word.",
    example: "info:\n  title: Pets\n  title: Animals",
  },
  "alias-cycle": {
    title: "A YAML alias contains itself",
    severity: "error",
    explanation:
      "An alias inside the value that it names makes a document without end. JSON has no such thing; schemas that contain themselves are written with `$ref`.",
    example: "x-tree: &tree\n  children: *tree",
  },
  "too-deep": {
    title: "The document is nested too deeply",
    severity: "error",
    explanation: "Nesting beyond a fixed limit is found in attacks on parsers and not in real documents.",
    example: "[[[[[[ … ]]]]]]",
  },
  "too-large": {
    title: "The document is too large",
    severity: "error",
    explanation:
      "A file, or the document with its aliases and references written out, is beyond a fixed limit. A few lines of nested aliases can stand for billions of values.",
    example: "a: &a [1, 1]\nb: &b [*a, *a]\nc: &c [*b, *b]",
  },
  "not-openapi": {
    title: "The file is not an OpenAPI document",
    severity: "error",
    explanation:
      "Every OpenAPI document is an object with a member `openapi` (or `swagger`, in version 2.0) that states the version.",
    example: "name: pets",
  },
  "unknown-version": {
    title: "The version of OpenAPI is not known",
    severity: "error",
    explanation: "Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2 can be read.",
    example: "openapi: 4.0.0",
  },
  "unresolved-ref": {
    title: "A reference leads nowhere",
    severity: "error",
    explanation:
      "The file exists, but it does not hold what the part after `#` names: no such key, or no schema with such an `$anchor`.",
    example: "$ref: '#/components/schemas/Pett'",
  },
  "forbidden-ref": {
    title: "A reference leads where nothing is read",
    severity: "error",
    explanation:
      "A document from elsewhere must not make the generator read private files or talk to a network. References are followed within the folder of the root file and in folders that were allowed; a link that leads out counts as outside. Nothing is ever fetched.",
    example: "$ref: https://example.com/pet.yaml",
  },
  "circular-ref": {
    title: "References go round in a circle",
    severity: "error",
    explanation:
      "A reference leads to a reference, and so on back to the first, so that there is no value at the end. A schema with properties may well refer to itself; a mere reference cannot.",
    example: "A: { $ref: '#/components/schemas/B' }\nB: { $ref: '#/components/schemas/A' }",
  },
  "circular-include": {
    title: "Something includes itself",
    severity: "error",
    explanation:
      "Path items, operations and other parts without a name are written out where they are referred to. One that contains a reference to itself would never end. Only schemas may contain themselves.",
    example: "# item.yaml\nget:\n  callbacks:\n    done:\n      '{$request.body#/url}':\n        $ref: item.yaml",
  },
  "component-renamed": {
    title: "Two components would have one name",
    severity: "warning",
    explanation:
      "Parts of other files are named after the last word of the reference. Where that name is taken by something else, a number is added; it can change when the document does.",
    example: "a: { $ref: './a/User.yaml' }\nb: { $ref: './b/User.yaml' }",
  },
  "ignored-ref-sibling": {
    title: "A keyword beside a reference has no effect",
    severity: "warning",
    explanation:
      "Before OpenAPI 3.1 everything beside a `$ref` is ignored. Descriptions and the like are kept all the same; what would change the type is dropped, as the standard says.",
    example: "$ref: '#/components/schemas/Limit'\nmaximum: 10",
  },
  "nullable-keyword": {
    title: "`nullable` in a version that does not know it",
    severity: "warning",
    explanation:
      "OpenAPI 3.1 replaced `nullable` by the type `null`. Documents that were carried over often still say it; it is read as it was meant.",
    example: "openapi: 3.1.0\n…\ntype: string\nnullable: true",
  },
};
