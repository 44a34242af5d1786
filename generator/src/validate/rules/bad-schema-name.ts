import { objectMember } from "../../load/json.js";
import { escapeToken } from "../../load/pointer.js";
import { schemaNameFault } from "../names.js";
import type { Rule } from "../rule.js";

/** In our own specs every named schema has a name that is a good type name. */
export const badSchemaName: Rule = {
  code: "bad-schema-name",
  start: ({ report, names }) => {
    if (names !== "checked") return {};
    return {
      components: (components, pointer) => {
        for (const name of Object.keys(objectMember(components, "schemas") ?? {})) {
          const fault = schemaNameFault(name);
          if (fault === undefined) continue;
          report({
            code: "bad-schema-name",
            message: `The schema name \`${name}\` ${fault.message}.`,
            help:
              fault.better === undefined
                ? "Choose another name in PascalCase, such as `SshKey`."
                : `Write \`${fault.better}\`.`,
            pointer: `${pointer}/schemas/${escapeToken(name)}`,
            atKey: true,
          });
        }
      },
    };
  },
};
