import { StructureKind, type MethodDeclarationStructure } from "ts-morph";
import type { Api, Operation } from "../ir/types.js";
import { nameOf } from "./api-file.js";
import { thingMethods } from "./client-things.js";
import { code, type Code, runtimeType, runtimeValue } from "./code.js";
import { docsFor } from "./docs.js";
import { identifier } from "./escape.js";
import { TypeScriptFile } from "./files.js";
import { isInputOptional } from "./inputs.js";
import { moduleOf, operationComment, outputType } from "./operations.js";
import { pagedOperations, paginatorComment, paginatorParameters, paginatorType, type Paged } from "./paginators.js";
import { environmentVariables, serviceOf } from "./settings.js";
import { render } from "./templates.js";
import type { Types } from "./types.js";

/** `client.ts`: the class that has every operation as a method. */
export function emitClient(api: Api, types: Types): TypeScriptFile {
  const file = new TypeScriptFile("client");
  const locate = moduleOf(api);
  const service = serviceOf(api);
  const options = identifier(`${api.className}Options`, { module: "api", isType: true });
  file.add({
    kind: StructureKind.Class,
    isExported: true,
    name: identifier(`${api.className}Client`).text,
    docs: docsFor({ description: `${capitalised(nameOf(api))}, with every operation as a method.` }),
    extends: file.text(service.value),
    ctors: [
      {
        parameters: [{ name: "options", type: file.text(options), initializer: "{}" }],
        docs: docsFor({ throws: "ConfigurationError when the options leave the address open." }),
        statements: file.text(
          render("constructor.ts.hbs", {
            definition: service.isOwn ? undefined : identifier(api.name, { module: "api", isType: false }),
          }),
        ),
      },
    ],
    methods: [
      ...fromEnvironment(file, api),
      ...api.operations.map((operation) => methodOf(file, types, operation, locate(operation))),
      ...pagedOperations(api).map((paged) => paginatorMethod(file, types, paged, locate(paged.operation))),
      ...thingMethods(file, api, types),
    ],
  });
  return file;
}

function paginatorMethod(file: TypeScriptFile, types: Types, paged: Paged, module: string): MethodDeclarationStructure {
  const { operation, paginator } = paged;
  const paginate = identifier(paginator.name, { module: "paginators", isType: false });
  return {
    kind: StructureKind.Method,
    name: identifier(paginator.name).text,
    docs: docsFor(paginatorComment(paged)),
    parameters: paginatorParameters(file, paged, module),
    returnType: file.text(paginatorType(types, paged, runtimeType("Paginator"))),
    statements: file.text(
      render("method.ts.hbs", {
        function: paginate,
        input: operation.inputName === undefined ? [] : [code`input`],
      }),
    ),
  };
}

/** `LinodeClient.fromEnv()`, where the document names environment variables. */
function fromEnvironment(file: TypeScriptFile, api: Api): MethodDeclarationStructure[] {
  const variables = environmentVariables(api);
  if (variables.length === 0) return [];
  const client = identifier(`${api.className}Client`);
  const options = identifier(`${api.className}Options`, { module: "api", isType: true });
  const definition = identifier(api.name, { module: "api", isType: false });
  return [
    {
      kind: StructureKind.Method,
      isStatic: true,
      name: "fromEnv",
      docs: docsFor({
        description: `A client that is set up with what the environment holds: ${variables.map((name) => `\`${name}\``).join(", ")}. What \`options\` says comes first.`,
        throws: "ConfigurationError when the options leave the address open.",
      }),
      parameters: [{ name: "options", type: file.text(options), initializer: "{}" }],
      returnType: client.text,
      statements: file.text(
        render("from-env.ts.hbs", { client, options, definition, fromEnv: runtimeValue("fromEnv") }),
      ),
    },
  ];
}

/** Whether the document names environment variables for a client's options. */
export function hasEnvironment(api: Api): boolean {
  return environmentVariables(api).length > 0;
}

function methodOf(
  file: TypeScriptFile,
  types: Types,
  operation: Operation,
  module: string,
): MethodDeclarationStructure {
  const { name, inputName } = operation;
  const input: readonly Code[] = inputName === undefined ? [] : [code`input`];
  return {
    kind: StructureKind.Method,
    name: identifier(name).text,
    docs: docsFor(operationComment(operation)),
    parameters: [
      ...(inputName === undefined
        ? []
        : [
            {
              name: "input",
              type: file.text(identifier(inputName, { module, isType: true })),
              ...(isInputOptional(operation) ? { initializer: "{}" } : {}),
            },
          ]),
      { name: "options", type: file.text(runtimeType("RequestOptions")), hasQuestionToken: true },
    ],
    returnType: file.text(code`Promise<${outputType(types, operation)}>`),
    statements: file.text(render("method.ts.hbs", { function: identifier(name, { module, isType: false }), input })),
  };
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
