import { CORE_SCHEMA, EVENT_ID, SCALAR_STYLE, constructFromEvents, mergeTag, parseEvents, type Event } from "js-yaml";
import { maxDepth } from "./limits.js";
import { yamlFault } from "./yaml-fault.js";
import type { Json } from "./document.js";
import type { Complaint } from "./finding.js";
import type { ParseFault, Parsed } from "./parse-text.js";

/** YAML 1.2 core plus `<<`: dates stay text, `on` and `no` stay text, unknown tags are refused. */
const schema = CORE_SCHEMA.withTags(mergeTag);

/** Parses a text of one YAML document, which JSON is a kind of. */
export function parseYaml(text: string): Parsed {
  try {
    const events = parseEvents(text, { maxDepth });
    keepKeysAsText(events, text);
    const documents = constructFromEvents(events, { source: text, schema });
    if (documents.length > 1) return { fault: { ...severalDocuments, position: { line: 1, column: 1 } } };
    if (documents.length === 0) return { fault: onlyComments };
    // The schema's tags make nothing but JSON values.
    return { value: (documents[0] ?? null) as Json };
  } catch (error) {
    return { fault: yamlFault(error, text) };
  }
}

/**
 * A key is text in JSON: `200`, `1.10`, `0x10` and `null` as they are written, not as the numbers they could mean.
 * Marking such keys as quoted keeps the YAML parser from converting them.
 */
function keepKeysAsText(events: readonly Event[], text: string): void {
  // One entry a collection that is open: undefined in a list, else whether a key comes next.
  const keyNext: (boolean | undefined)[] = [];
  for (const event of events) {
    if (event.type === EVENT_ID.POP) {
      keyNext.pop();
      continue;
    }
    const isKey = keyNext.at(-1);
    if (isKey !== undefined) keyNext[keyNext.length - 1] = !isKey;
    if (event.type === EVENT_ID.MAPPING) keyNext.push(true);
    else if (event.type === EVENT_ID.SEQUENCE || event.type === EVENT_ID.DOCUMENT) keyNext.push(undefined);
    else if (event.type === EVENT_ID.SCALAR && isKey === true && event.style === SCALAR_STYLE.PLAIN) {
      const key = text.slice(event.valueStart, event.valueEnd);
      if (/^(?:[-+.]?\d[\w.+-]*|true|false|null|~)$/i.test(key)) event.style = SCALAR_STYLE.SINGLE_QUOTED;
    }
  }
}

const onlyComments: ParseFault = {
  code: "empty-file",
  message: "The file holds nothing but comments.",
  help: "Write into it what refers to it needs; the root file of a document begins with `openapi: 3.1.0`.",
  position: { line: 1, column: 1 },
};

const severalDocuments: Complaint = {
  code: "syntax",
  message: "The file holds more than one YAML document.",
  help: "Keep one document a file: remove the `---` line and what follows it, or move that part to a file of its own.",
};
