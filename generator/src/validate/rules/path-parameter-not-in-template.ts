import { eachPath, operationsOf, pathParameters } from "../path-parameters.js";
import { templateNames } from "../path-template.js";
import type { JsonObject } from "../../load/document.js";
import type { Rule } from "../rule.js";

/** Every path parameter needs its `{name}` in the path. */
export const pathParameterNotInTemplate: Rule = {
  code: "path-parameter-not-in-template",
  start: (context) => ({
    paths: eachPath((path, item, pointer) => {
      const names = new Set(templateNames(path));
      const owners: (readonly [JsonObject, string])[] = [[item, pointer]];
      for (const [method, operation] of operationsOf(item)) owners.push([operation, `${pointer}/${method}`]);
      for (const [owner, at] of owners) {
        for (const parameter of pathParameters(owner, at, context)) {
          if (names.has(parameter.name)) continue;
          context.report({
            code: "path-parameter-not-in-template",
            message: `The path \`${path}\` has no \`{${parameter.name}}\` that this path parameter could fill.`,
            help: `Put \`{${parameter.name}}\` into the path, or correct \`name\` or \`in\` of the parameter.`,
            pointer: parameter.pointer,
            reading: "The parameter is left out.",
          });
        }
      }
    }),
  }),
};
