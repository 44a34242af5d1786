import { isList } from "../../load/json.js";
import { typeNames } from "../json-type.js";
import type { Rule } from "../rule.js";

/** What people write for a type, and what they mean by it. */
const meant: Readonly<Record<string, string>> = {
  int: "type: integer",
  long: "type: integer, format: int64",
  float: "type: number, format: float",
  double: "type: number, format: double",
  bool: "type: boolean",
  str: "type: string",
  text: "type: string",
  date: "type: string, format: date",
  datetime: "type: string, format: date-time",
  "date-time": "type: string, format: date-time",
  uuid: "type: string, format: uuid",
  file: "type: string, format: binary",
  list: "type: array",
  map: "type: object with additionalProperties",
  dict: "type: object with additionalProperties",
  any: "no type at all",
};

/** `type` must hold one or more of the seven names that JSON Schema knows. */
export const badSchemaType: Rule = {
  code: "bad-schema-type",
  start: ({ report, suggest }) => ({
    schema: (schema, pointer) => {
      const type = schema["type"];
      for (const [index, name] of (isList(type) ? type : [type]).entries()) {
        if (typeof name !== "string" || typeNames.includes(name)) continue;
        const word = name.toLowerCase();
        const cure = Object.hasOwn(meant, word) ? meant[word] : undefined;
        const near = suggest(name, () => typeNames);
        report({
          code: "bad-schema-type",
          message: `There is no type \`${name}\`.`,
          help:
            cure !== undefined
              ? `Write \`${cure}\`.`
              : near === undefined
                ? `The types are ${typeNames.map((known) => `\`${known}\``).join(", ")}.`
                : `Did you mean \`${near}\`?`,
          pointer: isList(type) ? `${pointer}/type/${index}` : `${pointer}/type`,
          reading: "It is read as any value.",
        });
      }
    },
  }),
};
