import { listMember, objectMember } from "../../load/json.js";
import type { Rule } from "../rule.js";

const composing = ["$ref", "allOf", "anyOf", "oneOf", "patternProperties", "if"];

/**
 * A required property should be one of the schema's properties. Only schemas that stand for themselves are looked at:
 * parts of an `allOf` often require what another part declares.
 */
export const badRequired: Rule = {
  code: "bad-required",
  start: ({ report, suggest }) => ({
    schema: (schema, pointer) => {
      const properties = objectMember(schema, "properties");
      const required = listMember(schema, "required");
      if (properties === undefined || required === undefined) return;
      if (composing.some((keyword) => Object.hasOwn(schema, keyword)) || /\/(?:allOf|anyOf|oneOf)\/\d+$/.test(pointer))
        return;
      for (const [index, name] of required.entries()) {
        if (typeof name !== "string" || Object.hasOwn(properties, name)) continue;
        const near = suggest(name, () => Object.keys(properties));
        report({
          code: "bad-required",
          message: `\`${name}\` is required, but is not among the properties.`,
          help:
            near === undefined
              ? "Declare the property, or take its name out of `required`."
              : `Did you mean \`${near}\`?`,
          pointer: `${pointer}/required/${index}`,
        });
      }
    },
  }),
};
