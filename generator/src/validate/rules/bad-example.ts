import { isList, isObject, member, objectMember } from "../../load/json.js";
import { escapeToken } from "../../load/pointer.js";
import { hasOneOf, spellTypes, statedTypes } from "../json-type.js";
import type { Json } from "../../load/document.js";
import type { Check, Rule } from "../rule.js";

/** Levels of an example that are compared. Enough for a list of objects and their fields. */
const depth = 4;

/** Examples and defaults should have the types that their schema states. */
export const badExample: Rule = {
  code: "bad-example",
  start: ({ report, resolve }) => {
    const compare = (
      value: Json,
      schema: Json | undefined,
      pointer: string,
      levels = depth,
      noun = "example",
    ): void => {
      const target = resolve(schema);
      if (target === undefined || levels === 0) return;
      const types = statedTypes(target);
      if (types !== undefined && !hasOneOf(value, types)) {
        report({
          code: "bad-example",
          message: `The ${noun} ${brief(value)} is not of the type ${spellTypes(types)} that its schema states.`,
          help: `Correct the ${noun}, or the schema.`,
          pointer,
        });
        return;
      }
      if (isList(value) && target["items"] !== undefined) {
        for (const [index, item] of value.entries())
          compare(item, target["items"], `${pointer}/${index}`, levels - 1, noun);
      }
      const properties = isObject(value) ? objectMember(target, "properties") : undefined;
      if (!isObject(value) || properties === undefined) return;
      for (const [name, child] of Object.entries(value)) {
        compare(child, member(properties, name), `${pointer}/${escapeToken(name)}`, levels - 1, noun);
      }
    };
    const withSchema: Check = (owner, pointer) => {
      const schema = owner["schema"];
      if (schema === undefined) return;
      if (owner["example"] !== undefined) compare(owner["example"], schema, `${pointer}/example`);
      for (const [name, example] of Object.entries(objectMember(owner, "examples") ?? {})) {
        const value = isObject(example) ? member(example, "value") : undefined;
        if (value !== undefined) compare(value, schema, `${pointer}/examples/${escapeToken(name)}/value`);
      }
    };
    return {
      schema: (schema, pointer) => {
        for (const name of ["example", "default"]) {
          const value = schema[name];
          if (value !== undefined) compare(value, schema, `${pointer}/${name}`, depth, name);
        }
        for (const [index, value] of (isList(schema["examples"]) ? schema["examples"] : []).entries()) {
          compare(value, schema, `${pointer}/examples/${index}`);
        }
      },
      parameter: withSchema,
      header: withSchema,
      mediaType: withSchema,
    };
  },
};

function brief(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
