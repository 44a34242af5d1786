import { objectMember, textMember } from "../../load/json.js";
import { escapeToken } from "../../load/pointer.js";
import { hasMember } from "../members.js";
import type { Rule } from "../rule.js";

/** In our own specs a resource names members that there are. What it says of operations is judged when these are read. */
export const unfitResource: Rule = {
  code: "unfit-extension",
  start: ({ report, names, resolve }) => {
    if (names !== "checked") return {};
    return {
      schema: (schema, pointer) => {
        const resource = objectMember(schema, "x-resource");
        if (resource === undefined) return;
        const at = `${pointer}/x-resource`;
        const complain = (message: string, place: string): void =>
          report({
            code: "unfit-extension",
            message,
            help: "Name a member of the schema.",
            pointer: `${at}${place}`,
            atKey: true,
          });
        const deleted = textMember(resource, "deleted");
        if (deleted?.startsWith("/") === true && !hasMember(schema, deleted, resolve)) {
          complain("`deleted` leads to no member.", "/deleted");
        }
        const attributes = textMember(resource, "attributes") ?? "";
        for (const name of Object.keys(objectMember(resource, "volatile") ?? {})) {
          const key = escapeToken(name);
          const places = [`/${key}`, ...(attributes.startsWith("/") ? [`${attributes}/${key}`] : [])];
          if (places.some((place) => hasMember(schema, place, resolve))) continue;
          complain(`There is no attribute \`${name}\` that could be volatile.`, `/volatile/${key}`);
        }
      },
    };
  },
};
