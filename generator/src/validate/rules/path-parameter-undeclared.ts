import { eachPath, operationsOf, pathParameters } from "../path-parameters.js";
import { templateNames } from "../path-template.js";
import type { Rule } from "../rule.js";

/** Every `{name}` of a path needs a path parameter of that name. */
export const pathParameterUndeclared: Rule = {
  code: "path-parameter-undeclared",
  start: (context) => ({
    paths: eachPath((path, item, pointer) => {
      const shared = pathParameters(item, pointer, context);
      for (const [method, operation] of operationsOf(item)) {
        const at = `${pointer}/${method}`;
        const declared = new Set([...shared, ...pathParameters(operation, at, context)].map(({ name }) => name));
        for (const name of new Set(templateNames(path))) {
          if (declared.has(name)) continue;
          context.report({
            code: "path-parameter-undeclared",
            message: `No parameter declares \`{${name}}\` of the path \`${path}\`.`,
            help: `Add a parameter \`{ name: ${name}, in: path, required: true, schema: … }\` to the operation or to the path.`,
            pointer: at,
            atKey: true,
            reading: "It is read as a parameter that takes a text.",
          });
        }
      }
    }),
  }),
};
