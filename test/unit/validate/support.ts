import { validate, type ValidateOptions } from "../../../generator/src/validate/index.js";
import { documentOf, loadFiles, type Files } from "../load/support.js";
import type { Diagnostic } from "../../../generator/src/diagnostics/diagnostic.js";

/** Loads a document, which must go well, and validates it. By default strictly, with names that are left alone. */
export async function validateFiles(
  files: Files,
  options: Partial<ValidateOptions> = {},
): Promise<readonly Diagnostic[]> {
  const document = documentOf(await loadFiles(files));
  return validate(document, { lenient: false, names: "repaired", ...options });
}

/** Validates one document of OpenAPI 3.1 of which only the rest is given. */
export function validateText(rest: string, options?: Partial<ValidateOptions>): Promise<readonly Diagnostic[]> {
  const head = /^info:/m.test(rest) ? "" : 'info: { title: Test, version: "1" }\n';
  const paths = /^paths:/m.test(rest) ? "" : "paths: {}\n";
  return validateFiles({ "openapi.yaml": `openapi: 3.1.0\n${head}${paths}${rest}` }, options);
}

/** A document with one operation, `get /a/{id}`, whose members are given. */
export function withOperation(members: string): string {
  return `paths:
  /a/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    get: ${members}
`;
}

/** A document with one schema. */
export function withSchema(schema: string): string {
  return `components: { schemas: { A: ${schema}, Other: { type: object } } }\n`;
}
