import { StructureKind, type MethodDeclarationStructure } from "ts-morph";
import type { Api, Credential, Operation } from "../ir/types.js";
import { nameOf } from "./api-file.js";
import { code, type Code, runtimeType, runtimeValue } from "./code.js";
import { docsFor } from "./docs.js";
import { identifier } from "./escape.js";
import { TypeScriptFile } from "./files.js";
import { isInputOptional } from "./inputs.js";
import { moduleOf, operationComment, outputType } from "./operations.js";
import { pagedOperations, paginatorComment, paginatorType, type Paged } from "./paginators.js";
import { render } from "./templates.js";
import type { Types } from "./types.js";

/** `client.ts`: the class that has every operation as a method. */
export function emitClient(api: Api, types: Types): TypeScriptFile {
  const file = new TypeScriptFile("client");
  const locate = moduleOf(api);
  const options = identifier(`${api.className}Options`, { module: "api", isType: true });
  file.add({
    kind: StructureKind.Class,
    isExported: true,
    name: identifier(`${api.className}Client`).text,
    docs: docsFor({ description: `${capitalised(nameOf(api))}, with every operation as a method.` }),
    extends: file.text(runtimeValue("Service")),
    ctors: [
      {
        parameters: [{ name: "options", type: file.text(options), initializer: "{}" }],
        docs: docsFor({ throws: "ConfigurationError when the options leave the address open." }),
        statements: file.text(
          render("constructor.ts.hbs", { definition: identifier(api.name, { module: "api", isType: false }) }),
        ),
      },
    ],
    methods: [
      ...fromEnvironment(file, api),
      ...api.operations.map((operation) => methodOf(file, types, operation, locate(operation))),
      ...pagedOperations(api).map((paged) => paginatorMethod(file, types, paged, locate(paged.operation))),
    ],
  });
  return file;
}

function paginatorMethod(file: TypeScriptFile, types: Types, paged: Paged, module: string): MethodDeclarationStructure {
  const { operation, inputName, paginator } = paged;
  const paginate = identifier(paginator.name, { module: "paginators", isType: false });
  return {
    kind: StructureKind.Method,
    name: identifier(paginator.name).text,
    docs: docsFor(paginatorComment(paged)),
    parameters: [
      {
        name: "input",
        type: file.text(identifier(inputName, { module, isType: true })),
        ...(isInputOptional(operation) ? { initializer: "{}" } : {}),
      },
      { name: "options", type: file.text(runtimeType("RequestOptions")), hasQuestionToken: true },
    ],
    returnType: file.text(paginatorType(types, paged, runtimeType("Paginator"))),
    statements: file.text(render("method.ts.hbs", { function: paginate, input: [code`input`] })),
  };
}

/** `LinodeClient.fromEnv()`, where the document names environment variables. */
function fromEnvironment(file: TypeScriptFile, api: Api): MethodDeclarationStructure[] {
  const variables = api.credentials.flatMap(variablesOf);
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
        description: `A client that signs in with what the environment holds: ${variables.map((name) => `\`${name}\``).join(", ")}. What \`options\` says comes first.`,
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

/** Whether the document names environment variables to sign in with. */
export function hasEnvironment({ credentials }: Api): boolean {
  return credentials.some((credential) => variablesOf(credential).length > 0);
}

function variablesOf({ kind }: Credential): readonly string[] {
  if (kind.type === "mutualTLS") return [];
  return kind.type === "basic" ? [...kind.env.username, ...kind.env.password] : kind.env;
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
