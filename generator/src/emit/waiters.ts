import {
  StructureKind,
  VariableDeclarationKind,
  type FunctionDeclarationStructure,
  type VariableStatementStructure,
} from "ts-morph";
import type { Api, Operation, Outcome, Waiter, Way } from "../ir/types.js";
import { code, type Code, join, runtimeType, runtimeValue } from "./code.js";
import { docsFor } from "./docs.js";
import { identifier, literal, quoted } from "./escape.js";
import { TypeScriptFile } from "./files.js";
import { inputParameter } from "./inputs.js";
import { moduleOf, outputType } from "./operations.js";
import { render } from "./templates.js";
import type { Types } from "./types.js";
import { mayBeMissing, reach } from "./ways.js";

/** A waiter, and the operation that it repeats. */
export interface Waiting {
  readonly waiter: Waiter;
  readonly operation: Operation;
}

/** The waiters of an API, each with its operation. */
export function waitings(api: Api): readonly Waiting[] {
  const byId = new Map(api.operations.map((operation) => [operation.id, operation]));
  return api.waiters.flatMap((waiter) => {
    const operation = byId.get(waiter.operation);
    return operation === undefined ? [] : [{ waiter, operation }];
  });
}

/** `waiters.ts`: functions that repeat an operation until something has come to pass. */
export function emitWaiters(api: Api, types: Types): TypeScriptFile {
  const file = new TypeScriptFile("waiters");
  const locate = moduleOf(api);
  const followed = new Set(api.pollers.map(({ waiter }) => waiter));
  for (const waiting of waitings(api)) {
    const isShared = followed.has(waiting.waiter.name);
    if (isShared) file.add(paceConstant(file, types, waiting));
    file.add(functionOf(file, types, waiting, locate(waiting.operation), isShared));
  }
  return file;
}

/** How to look and to judge, which a waiter has in common with the pollers of its work. */
export function paceOf({ waiter }: Waiting): Code {
  return identifier(`${waiter.name}Pace`, { module: "waiters", isType: false });
}

function paceConstant(file: TypeScriptFile, types: Types, waiting: Waiting): VariableStatementStructure {
  const { waiter } = waiting;
  const { type, seen } = waiterTypes(types, waiting);
  const members = join([...rhythmOf(waiter), ...verdictsOf(waiter)], code`, `);
  return {
    kind: StructureKind.VariableStatement,
    leadingTrivia: "\n",
    isExported: true,
    declarationKind: VariableDeclarationKind.Const,
    docs: docsFor({ description: `How {@link ${waiter.name}} looks and judges, and so do the pollers of its work.` }),
    declarations: [
      {
        name: paceOf(waiting).text,
        type: file.text(code`Omit<${runtimeType("Waiter")}<${type ?? seen}>, "name" | "poll">`),
        initializer: file.text(code`{ ${members} }`),
      },
    ],
  };
}

/** What a look gives, and what the whole wait gives. */
export function waiterTypes(
  types: Types,
  { waiter, operation }: Waiting,
): { readonly seen: Code; readonly result: Code; readonly type: Code | undefined } {
  const seen = outputType(types, operation);
  // A wait that an error can end well has nothing to show for it.
  if (waiter.done.values.length === 0 && isOnlyFailure(waiter.done))
    return { seen, result: code`void`, type: undefined };
  if (!mayEndInError(waiter)) return { seen, result: seen, type: undefined };
  // Where an error may decide, there may be nothing to look at.
  const type = code`${seen} | undefined`;
  return { seen, result: type, type };
}

/** What is said of a waiter, on its function and on the methods. */
export function waiterComment({ waiter, operation }: Waiting): Parameters<typeof docsFor>[0] {
  const { delayMs = 5_000, maxWaitMs = 3_600_000 } = waiter.pace;
  return {
    description: waiter.description,
    notes: [
      `It repeats {@link ${operation.name}}, first after ${inWords(delayMs)}, for at most ${inWords(maxWaitMs)}. Both can be set, and an abort ends the wait and nothing else.`,
    ],
    throws:
      "WaiterError when it fails or takes too long, with what was seen last; ApiError when the API answers with an error.",
    deprecated: operation.deprecated,
  };
}

/** A time in the largest unit that gives a whole number. */
export function inWords(ms: number): string {
  const units = [[3_600_000, "hour"], [60_000, "minute"], [1_000, "second"]] as const; // prettier-ignore
  const [size, unit] = units.find(([length]) => ms >= length && ms % length === 0) ?? [1, "millisecond"];
  const count = ms / size;
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

function functionOf(
  file: TypeScriptFile,
  types: Types,
  waiting: Waiting,
  module: string,
  isShared: boolean,
): FunctionDeclarationStructure {
  const { waiter, operation } = waiting;
  const { inputName } = operation;
  const { seen, result, type } = waiterTypes(types, waiting);
  const call = identifier(operation.name, { module, isType: false });
  const view = {
    waitUntil: runtimeValue("waitUntil"),
    type,
    isVoid: result.text === "void",
    name: quoted(waiter.name),
    pace: isShared ? [code`...${paceOf(waiting)}`] : rhythmOf(waiter),
    poll: inputName === undefined ? code`${call}(client, request)` : code`${call}(client, input, request)`,
    verdicts: isShared ? [] : verdictsOf(waiter),
  };
  return {
    kind: StructureKind.Function,
    isExported: true,
    isAsync: true,
    name: identifier(waiter.name).text,
    docs: docsFor(waiterComment(waiting)),
    parameters: [
      { name: "client", type: file.text(runtimeType("Client")) },
      ...inputParameter(file, operation, inputName, module),
      {
        name: "options",
        type: file.text(code`${runtimeType("WaitOptions")}<${type ?? seen}>`),
        hasQuestionToken: true,
      },
    ],
    returnType: file.text(code`Promise<${result}>`),
    statements: file.text(render("waiter.ts.hbs", view)),
  };
}

/** How often to look, as members of the runtime's waiter. */
function rhythmOf({ pace }: Waiter): readonly Code[] {
  const { delayMs, growth, scaleUp, maxDelayMs, maxWaitMs } = pace;
  const members = [
    [code`delayMs`, delayMs],
    [code`growth`, growth],
    [code`scaleUp`, scaleUp],
    [code`maxDelayMs`, maxDelayMs],
    [code`maxWaitMs`, maxWaitMs],
  ] as const;
  return members.flatMap(([name, value]) => (value === undefined ? [] : [code`${name}: ${value}`]));
}

/** What a look means, as members of the runtime's waiter. */
function verdictsOf(waiter: Waiter): readonly Code[] {
  const { judge, judgeError } = judgement(waiter);
  const { message } = waiter;
  return [
    code`judge: ${judge}`,
    ...(judgeError === undefined ? [] : [code`judgeError: ${judgeError}`]),
    ...(message === undefined ? [] : [code`explain: ${explanation(message, mayEndInError(waiter))}`]),
  ];
}

/** How a reply and an error are judged. */
function judgement(waiter: Waiter): { readonly judge: Code; readonly judgeError: Code | undefined } {
  const { done, failed, pending, value } = waiter;
  const otherwise =
    pending !== undefined && value !== undefined
      ? "failed"
      : done.values.length === 0 && !isOnlyFailure(done)
        ? "done"
        : "pending";
  const isWatched = [done, failed, pending].some((outcome) => (outcome?.values.length ?? 0) > 0);
  const watched = value === undefined || !isWatched ? undefined : reach(code`value`, value, mayEndInError(waiter));
  const chain = (
    subject: Code | undefined,
    of: (outcome: Outcome) => readonly (string | number | boolean | null)[],
    last: Code,
  ): Code => {
    const cases = (
      [
        ["done", done],
        ["failed", failed],
        ["pending", pending],
      ] as const
    ).flatMap(([verdict, outcome]) => {
      const values = outcome === undefined ? [] : of(outcome);
      if (subject === undefined || values.length === 0 || (verdict === "pending" && last.text === '"pending"'))
        return [];
      return [
        code`${join(
          values.map((each) => code`${subject} === ${literal(each)}`),
          code` || `,
        )} ? ${quoted(verdict)} : `,
      ];
    });
    return code`${join(cases, code``)}${last}`;
  };
  const judge = chain(watched, ({ values }) => values, quoted(otherwise));
  const status = code`error.status`;
  const failures = chain(status, ({ statuses }) => statuses.filter(isFailure), code`undefined`);
  return {
    judge: watched === undefined ? code`() => ${judge}` : code`(value) => ${judge}`,
    judgeError:
      failures.text === "undefined"
        ? undefined
        : code`(error) => ${runtimeValue("isApiError")}(error) ? (${failures}) : undefined`,
  };
}

/** Whether an error can end the wait well, so that there is no value. */
function mayEndInError({ done }: Waiter): boolean {
  return done.values.length > 0 && done.statuses.some(isFailure);
}

/** Where the server says why it failed. */
function explanation(way: Way, mayBeNothing: boolean): Code {
  const found = reach(code`value`, way, mayBeNothing);
  return mayBeNothing || mayBeMissing(way) ? code`(value) => ${found} ?? undefined` : code`(value) => ${found}`;
}

function isFailure(status: number): boolean {
  return status >= 300;
}

function isOnlyFailure({ values, statuses }: Outcome): boolean {
  return values.length === 0 && statuses.every(isFailure);
}
