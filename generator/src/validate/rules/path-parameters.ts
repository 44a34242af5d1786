import { isObject, listMember, objectMember, textMember } from "../../load/json.js";
import { escapeToken } from "../../load/pointer.js";
import { operationMethods } from "../../load/shapes/openapi-3.js";
import { templateNames } from "../path-template.js";
import type { JsonObject } from "../../load/document.js";
import type { Context, Rule } from "../rule.js";

/** One path parameter of a path item or an operation, and where it stands. */
interface PathParameter {
  readonly name: string;
  readonly pointer: string;
}

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

/** A path parameter must say `required: true`. */
export const pathParameterNotRequired: Rule = {
  code: "path-parameter-not-required",
  start: ({ report }) => ({
    parameter: (value, pointer) => {
      if (textMember(value, "in") !== "path" || value["required"] === true) return;
      report({
        code: "path-parameter-not-required",
        message: `The path parameter \`${textMember(value, "name") ?? ""}\` does not say \`required: true\`.`,
        help: "Add `required: true`: a path without it would be another path.",
        pointer,
        atKey: true,
        reading: "It is read as required.",
      });
    },
  }),
};

function eachPath(check: (path: string, item: JsonObject, pointer: string) => void) {
  return (paths: JsonObject, pointer: string): void => {
    for (const [path, item] of Object.entries(paths)) {
      if (!path.startsWith("x-") && isObject(item)) check(path, item, `${pointer}/${escapeToken(path)}`);
    }
  };
}

function operationsOf(item: JsonObject): readonly (readonly [string, JsonObject])[] {
  const named = operationMethods.flatMap((method) => {
    const operation = objectMember(item, method);
    return operation === undefined ? [] : [[method, operation] as const];
  });
  const additional = Object.entries(objectMember(item, "additionalOperations") ?? {}).flatMap(([method, operation]) =>
    isObject(operation) ? [[`additionalOperations/${escapeToken(method)}`, operation] as const] : [],
  );
  return [...named, ...additional];
}

function pathParameters(owner: JsonObject, at: string, { resolve }: Context): readonly PathParameter[] {
  return (listMember(owner, "parameters") ?? []).flatMap((item, index) => {
    const parameter = resolve(item);
    const name = parameter && textMember(parameter, "name");
    if (parameter === undefined || name === undefined || textMember(parameter, "in") !== "path") return [];
    return [{ name, pointer: `${at}/parameters/${index}` }];
  });
}
