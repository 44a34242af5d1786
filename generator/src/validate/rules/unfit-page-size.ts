import { listMember, objectMember, textMember } from "../../load/json.js";
import { calledOperations } from "../called-operations.js";
import { contentSchemas, hasMember } from "../members.js";
import type { JsonObject } from "../../load/document.js";
import type { Rule } from "../rule.js";

/**
 * In our own specs the size of a page, and the order of a list, are sent in inputs that there are. The other members of
 * these extensions are judged when paginators and filters are made of them.
 */
export const unfitPageSize: Rule = {
  code: "unfit-extension",
  start: ({ report, names, root, resolve, suggest }) => {
    if (names !== "checked") return {};
    return {
      paths: () => {
        for (const { operation, item, pointer } of calledOperations(root)) {
          const parameters = [
            ...(listMember(item, "parameters") ?? []),
            ...(listMember(operation, "parameters") ?? []),
          ];
          const inputs = parameters.flatMap((each) => textMember(resolve(each) ?? {}, "name") ?? []);
          for (const [sent, place] of namedInputs(operation)) {
            const isThere = sent.startsWith("/")
              ? contentSchemas(operation["requestBody"], resolve).some((schema) => hasMember(schema, sent, resolve))
              : inputs.includes(sent);
            if (isThere) continue;
            const near = suggest(sent, () => inputs);
            report({
              code: "unfit-extension",
              message: `The operation has no input \`${sent}\`.`,
              help: near === undefined ? "Name one of its parameters." : `Did you mean \`${near}\`?`,
              pointer: `${pointer}${place}`,
            });
          }
        }
      },
    };
  },
};

/** The inputs that an operation's extensions name, each with its place. */
function namedInputs(operation: JsonObject): readonly (readonly [name: string, place: string])[] {
  const size = textMember(objectMember(operation, "x-paginator") ?? {}, "pageSize");
  const sort = objectMember(objectMember(operation, "x-filter") ?? {}, "sort");
  const order = textMember(sort ?? {}, "parameter");
  return [
    ...(size === undefined ? [] : [[size, "/x-paginator/pageSize"] as const]),
    ...(order === undefined ? [] : [[order, "/x-filter/sort/parameter"] as const]),
  ];
}
