import { isList, listMember, objectMember } from "../../load/json.js";
import { parsePointer } from "../../load/pointer.js";
import { ourVocabulary } from "../vocabulary.js";
import type { JsonObject } from "../../load/document.js";
import type { Kind } from "../../load/shapes/shape.js";
import type { Rule } from "../rule.js";

/** An extension of ours must have the shape that its definition gives it, and stand where it means something. */
export const badExtension: Rule = {
  code: "bad-extension",
  start: ({ report, names, root }) => {
    const vocabulary = ourVocabulary();
    const schemas = objectMember(objectMember(root, "components") ?? {}, "schemas") ?? {};
    return {
      everyKind: (kind, owner, pointer) => {
        for (const [name, value] of Object.entries(owner)) {
          const extension = name.startsWith("x-") ? vocabulary.get(name) : undefined;
          if (extension === undefined) continue;
          const at = `${pointer}/${name}`;
          const complain = (message: string, place: string): void =>
            report({
              code: "bad-extension",
              message,
              help:
                extension.example === ""
                  ? extension.description
                  : `Write it like this: \`${name}: ${extension.example}\`.`,
              pointer: place,
              reading: "It is left out.",
            });
          const found = extension.faults(value);
          for (const fault of found) {
            const inner = parsePointer(fault.pointer).join(".");
            complain(`\`${name}${inner === "" ? "" : `.${inner}`}\` ${fault.message}.`, at + fault.pointer);
          }
          if (found.length > 0 || names !== "checked") continue;
          if (extension.on.length > 0 && !kindsOf(kind, pointer).some((one) => extension.on.includes(one))) {
            complain(`\`${name}\` means nothing here; it belongs on: ${extension.on.join(", ")}.`, at);
          }
          const link = brokenLink(name, owner, schemas);
          if (link !== undefined) complain(link, at);
        }
      },
    };
  },
};

/** The names under which the vocabulary knows the kind of an object. A property is a schema in a special place. */
function kindsOf(kind: Kind, pointer: string): readonly string[] {
  const isProperty = kind === "schema" && parsePointer(pointer).at(-2) === "properties";
  return isProperty ? ["schema", "property"] : [kind];
}

/** What a definition cannot say because it needs a look at other parts of the document. */
function brokenLink(name: string, owner: JsonObject, schemas: JsonObject): string | undefined {
  const value = owner[name];
  if (name === "x-id-of" && typeof value === "string" && !Object.hasOwn(schemas, value)) {
    return `\`x-id-of\` names the schema \`${value}\`, which does not exist.`;
  }
  const values = listMember(owner, "enum");
  const isPerValue = name === "x-enum-varnames" || name === "x-enum-descriptions";
  if (isPerValue && isList(value) && values !== undefined && value.length !== values.length) {
    return `\`${name}\` has ${value.length} items for the ${values.length} values of \`enum\`.`;
  }
  return undefined;
}
