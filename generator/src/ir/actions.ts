import type { Json, JsonObject } from "../load/document.js";
import { asList, asObject, asString, asStrings, entries, member } from "./json.js";
import { pascalCase } from "./names.js";
import type { Located } from "./operations.js";
import { child, follow, segments } from "./pointer.js";
import type { Field, FilledMember, InputMember, TypeRef } from "./types.js";
import type { ReportUnfit } from "./unfit.js";

/** One of the things that a path and method mean (`x-actions`). */
export interface Action {
  /** What the deciding value is called where it is sent. */
  readonly by: { readonly name: string; readonly place: "parameter" | "body" };
  readonly value: string;
  /** Names of the inputs that it takes beside those of the path, and of those that it cannot do without. */
  readonly inputs: readonly string[];
  readonly required: readonly string[];
  /** What types inside its body are named after: the operation that it is an action of. */
  readonly carrier?: string;
}

/** What is left out of an operation that is one beside its actions. */
export interface LeftOut {
  readonly by: Action["by"];
  /** Names of the inputs that are the actions' own. */
  readonly theirs: ReadonlySet<string>;
}

/** What says how a function is made of an operation as a whole, and would be said again of each action. */
const ofTheWhole: ReadonlySet<string> = new Set(["x-actions", "x-waiter", "x-paginator", "x-filter", "operationId"]);

/**
 * The operations that an operation stands for: each action under an id of its own, and the operation itself where it
 * has an id and can be called without the value that decides.
 */
export function withActions(root: JsonObject, located: Located): readonly Located[] {
  const extension = asObject(member(located.operation, "x-actions"));
  const by = asString(member(extension, "by"));
  const actions = entries(member(extension, "actions")).filter(([, action]) => asObject(action) !== undefined);
  if (by === undefined || actions.length === 0) return [located];
  const decider = deciderOf(by);
  const id = asString(member(located.operation, "operationId"));
  // What an action cannot do without, and the operation can, is the action's.
  const theirs = new Set(actions.flatMap(([, action]) => asStrings(member(asObject(action), "required"))));
  const itself =
    id !== undefined && !mustDecide(root, located, decider) ? [{ ...located, leftOut: { by: decider, theirs } }] : [];
  const rest = Object.entries(located.operation).filter(([name]) => !ofTheWhole.has(name));
  const { summary: _, description: __, ...shared } = Object.fromEntries(rest);
  return [
    ...itself,
    ...actions.map(([value, json]) => {
      const action = asObject(json) ?? {};
      const said = ["operationId", "summary", "description"].flatMap((name) => {
        const words = member(action, name);
        return words === undefined ? [] : [[name, words] as const];
      });
      const docs = member(action, "docs");
      const operation: JsonObject = {
        ...shared,
        ...Object.fromEntries(said),
        ...(docs === undefined ? {} : { "x-docs": docs }),
        ...withReply(located.operation, asString(member(action, "reply"))),
      };
      return {
        ...located,
        operation,
        idPointer: child(located.pointer, "x-actions", "actions", value),
        action: {
          by: decider,
          value,
          inputs: asStrings(member(action, "inputs")),
          required: asStrings(member(action, "required")),
          ...(id === undefined ? {} : { carrier: pascalCase(id) }),
        },
      };
    }),
  ];
}

function deciderOf(by: string): Action["by"] {
  return by.startsWith("/") ? { name: segments(by)[0] ?? "", place: "body" } : { name: by, place: "parameter" };
}

/** Whether the document says that the value which decides is always there. */
function mustDecide(root: JsonObject, { operation, pathItem }: Located, by: Action["by"]): boolean {
  const resolved = (value: Json | undefined): JsonObject | undefined => {
    const reference = asString(member(asObject(value), "$ref"));
    return asObject(reference === undefined ? value : follow(root, reference));
  };
  if (by.place === "parameter") {
    const parameters = [...asList(member(operation, "parameters")), ...asList(member(pathItem, "parameters"))];
    const found = parameters.map(resolved).find((parameter) => member(parameter, "name") === by.name);
    return member(found, "required") === true;
  }
  return entries(member(resolved(member(operation, "requestBody")), "content")).some(([, content]) =>
    asStrings(member(resolved(member(resolved(content), "schema")), "required")).includes(by.name),
  );
}

/** The replies of an action: its own success, and every failure. */
function withReply(operation: JsonObject, status: string | undefined): JsonObject {
  const replies = entries(member(operation, "responses"));
  if (status === undefined || !replies.some(([key]) => key === status)) return {};
  return { responses: Object.fromEntries(replies.filter(([key]) => key === status || !/^[123]/.test(key))) };
}

/** Reports what an action names and its operation does not have. */
export function checkAction(
  located: Located,
  known: { readonly parameters: readonly InputMember[]; readonly fields: ReadonlySet<string> },
  reportUnfit: ReportUnfit,
): void {
  const { action, idPointer = located.pointer } = located;
  if (action === undefined) return;
  const names = new Set([...known.parameters.flatMap(({ wireName, name }) => [wireName, name]), ...known.fields]);
  const decides = action.by.place === "body" ? known.fields : names;
  const missing = [...new Set([...action.inputs, ...action.required])].filter((name) => !names.has(name));
  const [first] = decides.has(action.by.name) ? missing : [action.by.name];
  if (first === undefined) return;
  reportUnfit({
    message: `The action "${asString(member(located.operation, "operationId")) ?? action.value}" names the input "${first}", which its operation does not have.`,
    help: "Compare x-actions with the parameters of the operation and with the members of its body.",
    pointer: idPointer,
  });
}

/** The parameters that an operation or one of its actions asks for, as far as an action decides. */
export function chosenParameters(
  { action, leftOut }: Located,
  parameters: readonly InputMember[],
): readonly InputMember[] {
  if (action === undefined) {
    return parameters.filter(
      ({ name, wireName, place, required }) =>
        leftOut === undefined ||
        (!isDecider(leftOut.by, wireName, place) &&
          (required || !(leftOut.theirs.has(wireName) || leftOut.theirs.has(name)))),
    );
  }
  return parameters.flatMap((parameter) => {
    if (parameter.place === "path") return [parameter];
    const isNamed = (list: readonly string[]): boolean =>
      list.includes(parameter.wireName) || list.includes(parameter.name);
    if (isDecider(action.by, parameter.wireName, parameter.place) || !isNamed(action.inputs)) return [];
    return [{ ...parameter, required: isNamed(action.required) }];
  });
}

/** The members of a body that an operation or one of its actions asks for. */
export function chosenFields({ action, leftOut }: Located, fields: readonly Field[]): readonly Field[] {
  if (action === undefined) {
    return fields.filter(
      ({ name, required }) =>
        leftOut === undefined || (!isDecider(leftOut.by, name, "body") && (required || !leftOut.theirs.has(name))),
    );
  }
  return fields
    .filter(({ name }) => action.inputs.includes(name) && !isDecider(action.by, name, "body"))
    .map((field) => ({ ...field, required: action.required.includes(field.name) }));
}

function isDecider(by: Action["by"], name: string, place: InputMember["place"]): boolean {
  return by.name === name && (by.place === "body") === (place === "body");
}

/** The value that means an action, as something that is sent without asking. */
export function decidingMember(
  { action }: Located,
  parameters: readonly InputMember[],
  fields: readonly Field[],
): readonly FilledMember[] {
  if (action === undefined) return [];
  const { by, value } = action;
  if (by.place === "body") {
    const type = fields.find(({ name }) => name === by.name)?.type ?? { kind: "string" as const };
    return [{ name: by.name, wireName: by.name, place: "body", type, from: { value: valueOf(type, value) } }];
  }
  return parameters
    .filter(({ wireName, place }) => isDecider(by, wireName, place))
    .map(({ required: _, sent: __, prefix: ___, ...parameter }) => ({
      ...parameter,
      from: { value: valueOf(parameter.type, value) },
    }));
}

/** The names of members are text; what they mean may be a number. */
function valueOf(type: TypeRef, text: string): string | number | boolean {
  if ((type.kind === "number" || type.kind === "bigint") && Number.isFinite(Number(text))) return Number(text);
  return type.kind === "boolean" ? text === "true" : text;
}
