import type { CatalogueEntry } from "./entry.js";

/** Problems with the configuration, the command line and the output folder. */
export const runCatalogue: Readonly<Record<string, CatalogueEntry>> = {
  "wrong-use": {
    title: "The command was used wrongly",
    severity: "error",
    explanation: "The command line asks for something that the command does not offer. The exit code is 2.",
    example: "clientwright generate --spec",
  },
  "config-not-loaded": {
    title: "The configuration cannot be loaded",
    severity: "error",
    explanation: "The file is not well-formed, or running it failed.",
    example: "export default defineConfig({",
  },
  "bad-config": {
    title: "The configuration is not right",
    severity: "error",
    explanation: "A setting is missing or has the wrong type. The message names it.",
    example: "apis: {}",
  },
  "unknown-config-key": {
    title: "The configuration has an unknown key",
    severity: "error",
    explanation: "Keys that would be ignored are reported, because most of them are spelt wrongly.",
    example: 'apis: { pets: { specc: "pets.yaml" } }',
  },
  "missing-spec": {
    title: "A configured spec is not there",
    severity: "error",
    explanation: "Paths in the configuration are relative to the folder of the configuration file.",
    example: 'spec: "specs/pets.yml"',
  },
  "shared-out": {
    title: "Two clients have one output folder",
    severity: "error",
    explanation:
      "Each run removes files that are no longer generated, so two clients in one folder would remove each other's.",
    example: 'a: { out: "generated" }\nb: { out: "generated" }',
  },
  "out-outside-project": {
    title: "An output folder lies outside the project",
    severity: "error",
    explanation: "Output is written only below the folder that holds the configuration file.",
    example: 'out: "../elsewhere"',
  },
  "bad-output-path": {
    title: "A file cannot be written under its name",
    severity: "error",
    explanation: "The name would lead out of the output folder, or is not possible on every system.",
    example: 'tags: ["CON"]',
  },
  "cannot-write": {
    title: "The output folder cannot be written",
    severity: "error",
    explanation: "The system refused. The folder was left as it was.",
    example: "clientwright generate --spec pets.yaml --out /",
  },
  "cannot-restore": {
    title: "The output folder could not be put back as it was",
    severity: "error",
    explanation:
      "Writing failed in the middle, and so did undoing it. The message names the folder that holds the files taken away.",
    example: "A disk that fills up during a run.",
  },
  "changed-meanwhile": {
    title: "Somebody else wrote to the output folder",
    severity: "error",
    explanation: "A file changed between the look at the folder and the writing. Nothing was written.",
    example: "Two runs at once.",
  },
  "edited-file": {
    title: "A generated file was edited",
    severity: "error",
    explanation: "The edit would be lost. Changes belong in the spec or in a file of one's own.",
    example: "generated/pets/src/models.ts, changed by hand",
  },
  "foreign-file": {
    title: "A file is in the way",
    severity: "error",
    explanation: "A file that no earlier run wrote stands where one is to be written.",
    example: "--out src, which holds an index.ts already",
  },
  "broken-lock": {
    title: "The list of generated files cannot be understood",
    severity: "error",
    explanation: "The list says which files an earlier run wrote, and so which ones may be overwritten or removed.",
    example: "A list with marks of a merge conflict.",
  },
  "cannot-watch": {
    title: "Files cannot be watched",
    severity: "error",
    explanation: "The system has no more room for watched files, or does not allow it.",
    example: "clientwright watch",
  },
  "no-paginator": {
    title: "A list cannot be read page by page",
    severity: "warning",
    explanation:
      "`x-paginator` names an input, a member of the reply or an operation that is not there, or one that is of another type. The operation itself is not affected.",
    example: "x-paginator: { style: page-number, page: pgae, items: /data }",
  },
  "foreign-import": {
    title: "An extra imports something that the client will not have",
    severity: "error",
    explanation:
      "Hand-written modules are copied into the client, which depends on the runtime and nothing else. They may import from it and from each other.",
    example: 'import { v4 } from "uuid";',
  },
  "no-schema-types": {
    title: "The raw types of a document cannot be made",
    severity: "warning",
    explanation:
      "`schema.d.ts` is written by openapi-typescript, which could not read this document. The client itself does not need it.",
    example: "A document with a part that openapi-typescript does not know.",
  },
  "internal-error": {
    title: "A fault of the generator",
    severity: "error",
    explanation: "Something happened that should not, whatever the input. Please report it.",
    example: "",
  },
};
