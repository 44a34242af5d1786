import { objectMember } from "../../load/json.js";
import { escapeToken } from "../../load/pointer.js";
import type { Rule } from "../rule.js";

/** Every security requirement must name a scheme that is defined. */
export const unknownSecurityScheme: Rule = {
  code: "unknown-security-scheme",
  start: ({ report, root, suggest }) => {
    const schemes = objectMember(objectMember(root, "components") ?? {}, "securitySchemes") ?? {};
    return {
      securityRequirement: (value, pointer) => {
        for (const name of Object.keys(value)) {
          if (name.startsWith("x-") || Object.hasOwn(schemes, name)) continue;
          const near = suggest(name, () => Object.keys(schemes));
          report({
            code: "unknown-security-scheme",
            message: `There is no security scheme called \`${name}\`.`,
            help:
              near === undefined
                ? "Define it under `components.securitySchemes`, or correct the name."
                : `Did you mean \`${near}\`?`,
            pointer: `${pointer}/${escapeToken(name)}`,
            atKey: true,
            reading: "It is left out of the requirement.",
          });
        }
      },
    };
  },
};
