import { isObject, member, objectMember, textMember } from "../../load/json.js";
import { escapeToken } from "../../load/pointer.js";
import type { Json } from "../../load/document.js";
import type { Check, Rule } from "../rule.js";

/** In our own specs everything that a user of the client sees is described. */
export const missingDescription: Rule = {
  code: "missing-description",
  start: ({ report, names, resolve }) => {
    if (names !== "checked") return {};
    const expect = (text: string | undefined, what: string, pointer: string, name = "description"): void => {
      if (text !== undefined && text.trim() !== "") return;
      report({
        code: "missing-description",
        message: `${what} has no \`${name}\`.`,
        help: "Say what it is in a sentence: it is what users of the client read in their editors.",
        pointer,
        atKey: true,
      });
    };
    const named =
      (what: string): Check =>
      (owner, pointer) =>
        expect(textMember(owner, "description"), `The ${what}${quoted(textMember(owner, "name"))}`, pointer);
    return {
      operation: (operation, pointer) =>
        expect(
          textMember(operation, "summary"),
          `The operation${quoted(textMember(operation, "operationId"))}`,
          pointer,
          "summary",
        ),
      parameter: named("parameter"),
      header: named("header"),
      tag: named("tag"),
      schema: (schema, pointer) => {
        for (const [name, property] of Object.entries(objectMember(schema, "properties") ?? {})) {
          if (property === false) continue;
          expect(ownText(property), `The property \`${name}\``, `${pointer}/properties/${escapeToken(name)}`);
        }
      },
      components: (components, pointer) => {
        const schemas = objectMember(components, "schemas") ?? {};
        for (const name of Object.keys(schemas)) {
          const schema = member(schemas, name);
          const text = ownText(schema) ?? ownText(resolve(schema));
          expect(text, `The schema \`${name}\``, `${pointer}/schemas/${escapeToken(name)}`);
        }
      },
    };
  },
};

function ownText(schema: Json | undefined): string | undefined {
  return isObject(schema) ? textMember(schema, "description") : undefined;
}

function quoted(name: string | undefined): string {
  return name === undefined ? "" : ` \`${name}\``;
}
