import type { CatalogueEntry } from "./entry.js";

/** What is asked of a spec of one's own beyond the standard. Other people's documents are not held to it. */
export const houseCatalogue: Readonly<Record<string, CatalogueEntry>> = {
  "missing-description": {
    title: "Something is not described",
    severity: "warning",
    explanation:
      "Descriptions become the text that an editor shows. In a spec of one's own every operation has a summary, and every tag, schema, property, parameter and header a description.",
    example: "properties:\n  label: { type: string }",
  },
  "undescribed-enum": {
    title: "The values of an enum are not explained",
    severity: "warning",
    explanation:
      "In a spec of one's own an enum is a schema with a name, and `x-enum-varnames` and `x-enum-descriptions` say for each value what it is called and what it means.",
    example: "Status: { type: string, enum: [on, off] }",
  },
  "missing-security": {
    title: "An operation does not say which scopes it needs",
    severity: "warning",
    explanation:
      "Where a scheme has scopes, each operation of a spec of one's own states its own `security`, so that one can see what a token must be allowed to do.",
    example: "get: { operationId: getProfile, responses: {} }",
  },
  "unknown-scope": {
    title: "A scope is not listed",
    severity: "error",
    explanation: "The scopes that a scheme lists become an enum. One that an operation asks for must be among them.",
    example: "security:\n  - oauth: [profile:raed]",
  },
  "missing-error-reply": {
    title: "An operation has no reply for failure",
    severity: "warning",
    explanation:
      "The reply `default` says what the body of an error looks like. In a spec of one's own every operation has one.",
    example: 'responses:\n  "200": { description: The box. }',
  },
  "unused-component": {
    title: "Something is not used",
    severity: "warning",
    explanation:
      "What nothing refers to is not in the client. In a spec of one's own it is something that was forgotten, here or where it should be referred to.",
    example: "components: { schemas: { Leftover: {} } }",
  },
  "long-file": {
    title: "A file is too long",
    severity: "warning",
    explanation: "In a spec of one's own a file has 600 lines at most, so that one finds one's way in it.",
    example: "A file with the paths of all families.",
  },
};
