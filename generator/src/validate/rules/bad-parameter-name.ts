import { textMember } from "../../load/json.js";
import type { Rule } from "../rule.js";

/** In our own specs a parameter's name is a plain word, so that it can be a member of the input as it is. */
export const badParameterName: Rule = {
  code: "bad-parameter-name",
  start: ({ report, names }) => {
    if (names !== "checked") return {};
    return {
      parameter: (parameter, pointer) => {
        const name = textMember(parameter, "name");
        // A setting is called what the extension says.
        if (name === undefined || textMember(parameter, "x-setting") !== undefined) return;
        const isHeader = textMember(parameter, "in") === "header";
        if ((isHeader ? /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/ : /^[A-Za-z_$][\w$]*$/).test(name)) return;
        report({
          code: "bad-parameter-name",
          message: isHeader
            ? `\`${name}\` cannot be the name of a header.`
            : `The parameter name \`${name}\` is not an identifier of TypeScript.`,
          help: isHeader
            ? "Use letters, digits and hyphens."
            : "Use letters, digits and underscores, beginning with a letter.",
          pointer: `${pointer}/name`,
        });
      },
    };
  },
};
