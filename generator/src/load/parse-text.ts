import { checkTree } from "./check-tree.js";
import { parseJson } from "./parse-json.js";
import { parseYaml } from "./parse-yaml.js";
import type { Json } from "./document.js";
import type { Complaint } from "./finding.js";
import type { Position } from "./positions.js";

/** The value that a text holds, or what is wrong with the text and where. */
export type Parsed = { readonly value: Json } | { readonly fault: ParseFault };

/** Why a text could not be read. `pointer` is given when the text is well-formed, `position` when it is not. */
export interface ParseFault extends Complaint {
  readonly pointer?: string;
  readonly position?: Position;
}

/** Parses YAML or JSON into a tree that the rest of the generator can walk without fear. */
export function parseText(text: string): Parsed {
  if (/^\s*$/.test(text)) {
    return {
      fault: {
        code: "empty-file",
        message: "The file is empty.",
        help: "Write into it what refers to it needs; the root file of a document begins with `openapi: 3.1.0`.",
        position: { line: 1, column: 1 },
      },
    };
  }
  const json = parseJson(text);
  const parsed: Parsed = json === undefined ? parseYaml(text) : { value: json };
  if ("fault" in parsed) return parsed;
  const fault = checkTree(parsed.value);
  return fault === undefined ? parsed : { fault };
}
