import type { Json, JsonObject } from "../load/document.js";
import { asList, asNumber, asObject, asString, defined, entries, member } from "./json.js";
import { isIdentifier, type NameScope } from "./names.js";
import type { Located } from "./operations.js";
import { child } from "./pointer.js";
import type { Schemas } from "./schemas.js";
import type { Outcome, Pace, Waiter } from "./thing-types.js";
import type { Operation, TypeRef } from "./types.js";
import type { ReportUnfit } from "./unfit.js";
import { wayInto } from "./ways.js";

/** What reading the extensions that join operations needs to know. */
export interface Things {
  readonly schemas: Schemas;
  readonly scope: NameScope;
  /** The operations as they stand in the document, and what became of them, in the same order. */
  readonly located: readonly Located[];
  readonly operations: readonly Operation[];
  readonly reportUnfit: ReportUnfit;
}

/** Reads every `x-waiter`. One that does not fit its operation is a problem. */
export function readWaiters(things: Things): readonly Waiter[] {
  return things.operations.flatMap((operation, index) => {
    const located = things.located[index];
    const extension = asObject(member(located?.operation, "x-waiter"));
    return entries(extension).flatMap(([name, value]) => {
      const pointer = child(located?.pointer ?? "", "x-waiter", name);
      const waiter = readWaiter(things, operation, name, asObject(value) ?? {}, pointer);
      return waiter === undefined ? [] : [waiter];
    });
  });
}

function readWaiter(
  { schemas, scope, reportUnfit }: Things,
  operation: Operation,
  name: string,
  extension: JsonObject,
  pointer: string,
): Waiter | undefined {
  const report = (message: string): undefined => {
    reportUnfit({
      message: `The waiter "${name}" is not made: ${message}`,
      help: "Compare x-waiter with the schema of the operation's reply.",
      pointer,
    });
    return undefined;
  };
  const at = (key: string): ReturnType<typeof wayInto> | undefined => {
    const place = asString(member(extension, key));
    return place === undefined ? undefined : wayInto(schemas, operation.output.type, place);
  };
  const outcome = (key: string): Outcome | undefined => readOutcome(member(extension, key));
  const [done, failed, pending] = [outcome("done"), outcome("failed"), outcome("pending")];
  const outcomes = [done, failed, pending].filter((found) => found !== undefined);
  const value = at("value");
  if (done === undefined) return report("it does not say when the wait is over.");
  if (!isIdentifier(name)) return report("its name is no name of a function.");
  if (scope.has(name)) return report("something else has this name.");
  const values = outcomes.flatMap((found) => found.values);
  if (values.length > 0 && value === undefined) {
    return report(`${JSON.stringify(member(extension, "value") ?? "")} leads to nothing in the reply.`);
  }
  const strange = value === undefined ? undefined : values.find((each) => !canBe(schemas, value.type, each));
  if (strange !== undefined) return report(`the member that it watches is never ${JSON.stringify(strange)}.`);
  const message = at("message");
  scope.take(name);
  return defined<Waiter>({
    name,
    operation: operation.id,
    description: asString(member(extension, "description")) ?? `Repeats {@link ${operation.name}}.`,
    value: value?.way,
    done,
    failed,
    pending,
    message: message?.type.kind === "string" || message?.type.kind === "enum" ? message.way : undefined,
    pace: readPace(extension),
  });
}

function readOutcome(value: Json | undefined): Outcome | undefined {
  const object = asObject(value);
  if (object === undefined) return undefined;
  const isPlain = (item: Json): item is string | number | boolean | null => item === null || typeof item !== "object";
  return {
    values: asList(member(object, "values")).filter(isPlain),
    statuses: asList(member(object, "statuses")).filter((item) => typeof item === "number"),
  };
}

/** Whether a member of a type can have a value, as far as the type tells. */
function canBe(schemas: Schemas, type: TypeRef, value: string | number | boolean | null): boolean {
  if (value === null || type.kind === "unknown") return true;
  if (type.kind === "union") return type.members.some((member) => canBe(schemas, member, value));
  if (type.kind === "enum") {
    const known = asList(member(schemas.resolve({ $ref: `#${type.enum}` }), "enum"));
    return known.includes(value);
  }
  if (type.kind === "literal") return type.value === value;
  return type.kind === typeof value;
}

function readPace(extension: JsonObject): Pace {
  const number = (name: string): number | undefined => asNumber(member(extension, name));
  const growAfter = number("growAfter");
  // Steps of several requests at one delay are the runtime's scale-up, which doubles; what grows each time is its growth.
  const inSteps = growAfter !== undefined && growAfter > 1;
  return defined<Pace>({
    delayMs: number("delayMs"),
    growth: inSteps ? undefined : number("growth"),
    scaleUp: inSteps ? growAfter : undefined,
    maxDelayMs: number("maxDelayMs"),
    maxWaitMs: number("maxWaitMs"),
  });
}
