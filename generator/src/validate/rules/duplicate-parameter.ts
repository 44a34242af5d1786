import { listMember, textMember } from "../../load/json.js";
import type { JsonObject } from "../../load/document.js";
import type { Rule } from "../rule.js";

/** Within one list, name and place together must be unique. */
export const duplicateParameter: Rule = {
  code: "duplicate-parameter",
  start: ({ report, resolve }) => {
    const check = (owner: JsonObject, pointer: string): void => {
      const seen = new Set<string>();
      for (const [index, item] of (listMember(owner, "parameters") ?? []).entries()) {
        const parameter = resolve(item);
        const name = parameter && textMember(parameter, "name");
        const place = parameter && textMember(parameter, "in");
        if (name === undefined || place === undefined) continue;
        const key = `${place} ${name}`;
        if (seen.has(key)) {
          report({
            code: "duplicate-parameter",
            message: `The ${place} parameter \`${name}\` stands twice in this list.`,
            help: "Remove one of the two.",
            pointer: `${pointer}/parameters/${index}`,
            reading: "The last of the two counts.",
          });
        }
        seen.add(key);
      }
    };
    return { operation: check, pathItem: check };
  },
};
