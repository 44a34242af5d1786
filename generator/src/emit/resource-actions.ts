import { StructureKind, type MethodDeclarationStructure } from "ts-morph";
import type { Answer, Given, Operation, Resource, ResourceAction } from "../ir/types.js";
import { code, type Code, runtimeType } from "./code.js";
import { docsFor } from "./docs.js";
import { identifier } from "./escape.js";
import type { TypeScriptFile } from "./files.js";
import { operationComment, outputType } from "./operations.js";
import { callInput, givenMembers, isRestOptional, needsLoading, restType } from "./resource-given.js";
import { resourceModule } from "./resources.js";
import { render } from "./templates.js";
import type { Types } from "./types.js";
import type { Waiting } from "./waiters.js";

/** What is at hand while the class of a resource is made. */
export interface Making {
  readonly types: Types;
  readonly file: TypeScriptFile;
  readonly resource: Resource;
  readonly locate: (operation: Operation) => string;
  readonly operation: (id: string) => Operation;
  readonly resourceOf: (model: string) => Resource;
  readonly waitingOf: (waiter: string) => Waiting;
}

/** A method that makes a call on the thing. */
export function actionMethod(making: Making, action: ResourceAction): MethodDeclarationStructure {
  const { types, file } = making;
  const operation = making.operation(action.operation);
  const { answer } = action;
  const type = answerType(making, answer, outputType(types, operation));
  const call = callOf(making, operation, action.given, needsLoading(action.given));
  const isSame = answer.kind === "resource" && answer.mayBeSelf;
  const made = answer.kind === "resource" ? newResource(making, answer) : undefined;
  return {
    kind: StructureKind.Method,
    isAsync: true,
    name: identifier(action.name).text,
    docs: docsFor(operationComment(operation)),
    parameters: methodParameters(making, operation, action.given),
    returnType: file.text(code`Promise<${type}>`),
    statements: file.text(render("resource-action.ts.hbs", { call, isPlain: answer.kind === "plain", made, isSame })),
  };
}

/** The method that deletes the thing. */
export function deleteMethod(making: Making, action: ResourceAction): MethodDeclarationStructure {
  const { file } = making;
  const operation = making.operation(action.operation);
  const isSelf = action.answer.kind === "self";
  return {
    kind: StructureKind.Method,
    isAsync: true,
    name: "delete",
    docs: docsFor(operationComment(operation)),
    parameters: methodParameters(making, operation, action.given),
    returnType: isSelf ? "Promise<this>" : "Promise<void>",
    statements: file.text(
      render("resource-delete.ts.hbs", { call: callOf(making, operation, action.given, true), isSelf }),
    ),
  };
}

/** The call of an operation's function with what the resource knows. */
export function callOf(making: Making, operation: Operation, given: readonly Given[], isAsync: boolean): Code {
  const function_ = identifier(operation.name, { module: making.locate(operation), isType: false });
  const hasRest = restType(operation, given, code`_`) !== undefined;
  return code`${function_}(this.client, ${callInput(operation, given, hasRest, isAsync)}options)`;
}

/** The parameters of a method: what the operation takes besides what is given, and options. */
export function methodParameters(
  { file, locate }: Making,
  operation: Operation,
  given: readonly Given[],
): NonNullable<MethodDeclarationStructure["parameters"]> {
  const { inputName } = operation;
  const input =
    inputName === undefined ? undefined : identifier(inputName, { module: locate(operation), isType: true });
  const rest = input === undefined ? undefined : restType(operation, given, input);
  return [
    ...(rest === undefined
      ? []
      : [{ name: "input", type: file.text(rest), ...(isRestOptional(operation, given) ? { initializer: "{}" } : {}) }]),
    { name: "options", type: file.text(runtimeType("RequestOptions")), hasQuestionToken: true },
  ];
}

/** The type of what a method gives back. */
export function answerType(making: Making, answer: Answer, plain: Code): Code {
  switch (answer.kind) {
    case "nothing":
      return code`void`;
    case "plain":
      return plain;
    case "self":
      return code`this`;
    case "resource":
      return resourceName(making, answer.model, true);
  }
}

/** A resource made of `known`, which the service has answered. */
export function newResource(making: Making, { model, identity }: Answer & { kind: "resource" }): Code {
  const members = identity.length === 0 ? code`` : code`{ ${givenMembers(identity, false)} }, `;
  return code`new ${resourceName(making, model, false)}(this.client, ${members}known)`;
}

/** The class of another resource. */
export function resourceName({ resourceOf }: Making, model: string, isType: boolean): Code {
  const resource = resourceOf(model);
  return identifier(resource.className, { module: resourceModule(resource), isType });
}
