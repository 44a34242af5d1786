import { isObject, objectMember, textMember } from "../../load/json.js";
import { escapeToken, pointerOfLocalRef, valueAt } from "../../load/pointer.js";
import type { Rule } from "../rule.js";

/** The values of a discriminator must lead to schemas. (Loading has made references of the names that exist.) */
export const badDiscriminator: Rule = {
  code: "bad-discriminator",
  start: ({ report, root, suggest }) => {
    const schemas = objectMember(objectMember(root, "components") ?? {}, "schemas") ?? {};
    const isMissing = (value: string): boolean => {
      const target = value.startsWith("#") ? valueAt(root, pointerOfLocalRef(value)) : undefined;
      return !isObject(target) && typeof target !== "boolean";
    };
    const complain = (value: string, pointer: string): void => {
      const near = suggest(value.replace(/^.*\//, ""), () => Object.keys(schemas));
      report({
        code: "bad-discriminator",
        message: `The discriminator names the schema \`${value}\`, which does not exist.`,
        help: near === undefined ? "Correct the name, or define the schema." : `Did you mean \`${near}\`?`,
        pointer,
        reading: "The entry is left out.",
      });
    };
    return {
      discriminator: (discriminator, pointer) => {
        for (const [name, value] of Object.entries(objectMember(discriminator, "mapping") ?? {})) {
          if (typeof value === "string" && isMissing(value)) complain(value, `${pointer}/mapping/${escapeToken(name)}`);
        }
        const fallback = textMember(discriminator, "defaultMapping");
        if (fallback !== undefined && isMissing(fallback)) complain(fallback, `${pointer}/defaultMapping`);
      },
    };
  },
};
