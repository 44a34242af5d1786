import {
  StructureKind,
  VariableDeclarationKind,
  type FunctionDeclarationStructure,
  type StatementStructures,
} from "ts-morph";
import type { Api, Operation, Poller, PollerInput, PollerSource, TypeRef } from "../ir/types.js";
import { code, type Code, join, runtimeType, runtimeValue } from "./code.js";
import { docsFor } from "./docs.js";
import { access, identifier, literal, memberName, propertyName, quoted } from "./escape.js";
import { TypeScriptFile } from "./files.js";
import { inputParameter } from "./inputs.js";
import { moduleOf, outputType } from "./operations.js";
import { secretMembers } from "./secrets.js";
import { render } from "./templates.js";
import type { Types } from "./types.js";
import { paceOf, waitings, type Waiting } from "./waiters.js";
import { reach } from "./ways.js";

/** A poller, with the operations that it is made of. */
export interface Polling {
  readonly poller: Poller;
  readonly operation: Operation;
  readonly waiting: Waiting;
  /** The operation that reads the result. */
  readonly result?: Operation;
  /** Members of what is accepted, at any depth, that must not be written down. */
  readonly secrets: readonly string[];
}

/** The pollers of an API. */
export function pollings(api: Api, types: Types): readonly Polling[] {
  const byId = new Map(api.operations.map((operation) => [operation.id, operation]));
  const waiters = new Map(waitings(api).map((waiting) => [waiting.waiter.name, waiting]));
  return api.pollers.flatMap((poller) => {
    const [operation, waiting] = [byId.get(poller.operation), waiters.get(poller.waiter)];
    const result = poller.result === undefined ? undefined : byId.get(poller.result.operation);
    if (operation === undefined || waiting === undefined) return [];
    const secrets = secretMembers((id) => types.model(id), operation.output.type);
    return [{ poller, operation, waiting, secrets, ...(result === undefined ? {} : { result }) }];
  });
}

/** `pollers.ts`: for each operation that is only accepted, functions that follow it to its end. */
export function emitPollers(api: Api, types: Types): TypeScriptFile {
  const file = new TypeScriptFile("pollers");
  const locate = moduleOf(api);
  for (const polling of pollings(api, types)) {
    file.add(
      definitionOf(file, types, polling, locate),
      beginFunction(file, types, polling, locate(polling.operation)),
      resumeFunction(file, types, polling),
    );
  }
  return file;
}

/** The type of a poller of an operation. */
export function pollerType(types: Types, polling: Polling, name: Code): Code {
  return code`${name}<${typeArguments(types, polling)}>`;
}

/** What is said of the function that sends the request, and of the client's method. */
export function beginComment({ operation, poller }: Polling): Parameters<typeof docsFor>[0] {
  return {
    summary: operation.summary,
    description: `Sends what {@link ${operation.name}} sends, and gives a poller: \`await poller.result()\` waits until the work is done, \`String(poller)\` is a text with which {@link ${poller.resumeName}} goes on in another process.`,
    throws: "ApiError when the API answers with an error.",
    see: operation.docs,
    deprecated: operation.deprecated,
  };
}

/** What is said of the function that takes a poller up again. */
export function resumeComment({ poller }: Polling): Parameters<typeof docsFor>[0] {
  return {
    description: `Takes up a poller of {@link ${poller.beginName}} from its text.`,
    throws: "InputError when the text is not one of such a poller.",
  };
}

/** What is accepted, what a look at the status gives, what comes out, and what is kept of the input. */
function typeArguments(types: Types, polling: Polling): Code {
  const { operation, waiting, result } = polling;
  const accepted = outputType(types, operation);
  const out = result === undefined ? accepted : outputType(types, result);
  return join([accepted, outputType(types, waiting.operation), out, keptType(types, polling)], code`, `);
}

/** What has to be kept for later, under a name, with the type that it has. */
function keptInputs({
  poller,
  operation,
  waiting,
}: Polling): ReadonlyMap<string, { from: PollerSource; type: TypeRef }> {
  // The body of the reply is at hand when the result is read, and not when the status is asked for.
  const later = (poller.result?.input ?? []).filter(({ from }) => from.kind !== "accepted");
  return new Map(
    [...poller.input, ...later].map((each) => {
      const { from } = each;
      const [owner, name] = from.kind === "input" ? [operation, from.name] : [waiting.operation, each.name];
      const type = owner.input.find((input) => input.name === name)?.type ?? { kind: "string" };
      return [keptName(each), { from, type }];
    }),
  );
}

function keptName({ name, from }: PollerInput): string {
  return from.kind === "input" ? from.name : name;
}

function keptType(types: Types, polling: Polling): Code {
  const kept = [...keptInputs(polling)];
  if (kept.length === 0) return code`undefined`;
  const members = kept.map(
    ([name, { type }]) => code`readonly ${propertyName(name)}: ${types.print(type, { view: "write", binary: "text" })}`,
  );
  return code`{ ${join(members, code`; `)} }`;
}

/** What is picked from the reply that accepted the work. */
function keeping(polling: Polling): Code {
  const kept = [...keptInputs(polling)];
  const values = kept.map(([name, { from }]) => code`${memberName(name)}: ${keptValue(polling.operation, from)}`);
  if (kept.length === 0) return code`() => undefined`;
  const uses = (kind: PollerSource["kind"]): boolean => kept.some(([, { from }]) => from.kind === kind);
  const accepted = uses("accepted") ? code`accepted` : uses("header") ? code`_accepted` : code``;
  return code`(${accepted}${uses("header") ? code`, reply` : code``}) => ({ ${join(values, code`, `)} })`;
}

function keptValue(operation: Operation, from: PollerSource): Code {
  if (from.kind === "input") {
    const holder = operation.input.find(({ name }) => name === from.name)?.idOf?.member;
    const given = access(code`input`, from.name);
    return holder === undefined ? given : code`${runtimeValue("idOf")}(${given}, ${quoted(holder)})`;
  }
  if (from.kind === "accepted") return reach(code`accepted`, from.way);
  const before = from.before === undefined ? code`` : code`, ${quoted(from.before)}`;
  return code`${runtimeValue("fromHeader")}(reply, ${quoted(from.header)}${before})`;
}

function definitionName({ poller }: Polling): string {
  return `${poller.beginName}Definition`;
}

function definitionOf(
  file: TypeScriptFile,
  types: Types,
  polling: Polling,
  locate: (operation: Operation) => string,
): StatementStructures {
  const { operation, waiting, secrets } = polling;
  const members = [
    code`name: ${quoted(operation.name)}`,
    ...(secrets.length === 0 ? [] : [code`secrets: ${literal(secrets)}`]),
    code`status: ${statusOf(polling, locate)}`,
    code`...${paceOf(waiting)}`,
    code`result: ${resultOf(polling, locate)}`,
  ];
  return {
    kind: StructureKind.VariableStatement,
    declarationKind: VariableDeclarationKind.Const,
    declarations: [
      {
        name: identifier(definitionName(polling)).text,
        type: file.text(code`${runtimeType("PollerDefinition")}<${typeArguments(types, polling)}>`),
        initializer: file.text(code`{ ${join(members, code`, `)} }`),
      },
    ],
  };
}

function statusOf({ poller, waiting }: Polling, locate: (operation: Operation) => string): Code {
  const { operation } = waiting;
  const call = identifier(operation.name, { module: locate(operation), isType: false });
  const members = poller.input.map((each) => code`${memberName(each.name)}: ${access(code`kept`, keptName(each))}`);
  const input = operation.inputName === undefined ? code`` : code`{ ${join(members, code`, `)} }, `;
  return code`(client, ${members.length === 0 ? code`_kept` : code`kept`}, options) => ${call}(client, ${input}options)`;
}

function resultOf({ poller, result }: Polling, locate: (operation: Operation) => string): Code {
  if (result === undefined || poller.result === undefined) return code`(_client, { accepted }) => accepted`;
  const call = identifier(result.name, { module: locate(result), isType: false });
  const { input } = poller.result;
  const told = [
    ...(input.some(({ from }) => from.kind === "accepted") ? [code`accepted`] : []),
    ...(input.some(({ from }) => from.kind !== "accepted") ? [code`kept`] : []),
  ];
  const members = input.map((each) => {
    const { from } = each;
    const value = from.kind === "accepted" ? reach(code`accepted`, from.way) : access(code`kept`, keptName(each));
    return code`${memberName(each.name)}: ${value}`;
  });
  const parameter = told.length === 0 ? code`_told` : code`{ ${join(told, code`, `)} }`;
  const given = result.inputName === undefined ? code`` : code`{ ${join(members, code`, `)} }, `;
  return code`(client, ${parameter}, options) => ${call}(client, ${given}options)`;
}

function beginFunction(
  file: TypeScriptFile,
  types: Types,
  polling: Polling,
  module: string,
): FunctionDeclarationStructure {
  const { poller, operation } = polling;
  const { inputName } = operation;
  const call = identifier(operation.name, { module, isType: false });
  return {
    kind: StructureKind.Function,
    isExported: true,
    isAsync: true,
    name: identifier(poller.beginName).text,
    docs: docsFor(beginComment(polling)),
    parameters: [
      { name: "client", type: file.text(runtimeType("Client")) },
      ...inputParameter(file, operation, inputName, module),
      { name: "options", type: file.text(runtimeType("RequestOptions")), hasQuestionToken: true },
    ],
    returnType: file.text(code`Promise<${pollerType(types, polling, runtimeType("Poller"))}>`),
    statements: file.text(
      render("begin.ts.hbs", {
        startPoller: runtimeValue("startPoller"),
        definition: identifier(definitionName(polling)),
        call: inputName === undefined ? code`${call}(client, request)` : code`${call}(client, input, request)`,
        keep: keeping(polling),
      }),
    ),
  };
}

function resumeFunction(file: TypeScriptFile, types: Types, polling: Polling): FunctionDeclarationStructure {
  return {
    kind: StructureKind.Function,
    isExported: true,
    name: identifier(polling.poller.resumeName).text,
    docs: docsFor(resumeComment(polling)),
    parameters: [
      { name: "client", type: file.text(runtimeType("Client")) },
      { name: "text", type: "string" },
    ],
    returnType: file.text(pollerType(types, polling, runtimeType("Poller"))),
    statements: file.text(
      render("resume.ts.hbs", {
        resumePoller: runtimeValue("resumePoller"),
        definition: identifier(definitionName(polling)),
      }),
    ),
  };
}
