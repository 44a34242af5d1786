import type { JsonObject, Problem } from "../load/document.js";
import { checkAction, chosenParameters, decidingMember, withActions, type Action, type LeftOut } from "./actions.js";
import { readBody } from "./bodies.js";
import { readCallbacks, readLinks } from "./callbacks.js";
import type { Groups } from "./groups.js";
import { asObject, asString, defined, entries, member } from "./json.js";
import { methods } from "./methods.js";
import { camelCase, isIdentifier, NameScope, pascalCase } from "./names.js";
import { readPaginator } from "./paginators.js";
import { readParameters } from "./parameters.js";
import { child } from "./pointer.js";
import { readReplies } from "./replies.js";
import type { Schemas } from "./schemas.js";
import type { Security } from "./security.js";
import { readServers } from "./servers.js";
import type { Settings } from "./settings.js";
import { wordsOf } from "./text.js";
import type { InputMember, Operation, Output, SecurityAlternative } from "./types.js";
import type { ReportUnfit } from "./unfit.js";

/** An operation as it stands in the document. */
export interface Located {
  readonly path: string;
  /** Member of the path item: `get`. */
  readonly method: string;
  readonly pointer: string;
  readonly pathPointer: string;
  readonly pathItem: JsonObject;
  readonly operation: JsonObject;
  /** Where its id stands, when that is not in the operation itself. */
  readonly idPointer?: string;
  /** The action that it is, of those that share the path and method. */
  readonly action?: Action;
  /** What would make one of its actions of it, and is not asked for therefore. */
  readonly leftOut?: LeftOut;
}

/** Every operation under `paths`, in the order of the document. */
export function locateOperations(root: JsonObject): readonly Located[] {
  return entries(member(root, "paths")).flatMap(([key, value]) => {
    const pathItem = asObject(value);
    if (pathItem === undefined || key.startsWith("x-")) return [];
    const pathPointer = child("", "paths", key);
    // A path without its slash has only one reading; the validator has had its say. What follows a `#` tells keys apart
    // that are one path, and is never sent.
    const path = (key.startsWith("/") ? key : `/${key}`).replace(/#.*$/, "");
    const plain = entries(value)
      .filter(([method]) => methods.includes(method))
      .map(([method, operation]) => ({ method, operation, at: [method] }));
    const additional = entries(member(pathItem, "additionalOperations")).map(([method, operation]) => ({
      method,
      operation,
      at: ["additionalOperations", method],
    }));
    return [...plain, ...additional].flatMap(({ method, operation, at }) => {
      const object = asObject(operation);
      return object === undefined
        ? []
        : withActions(root, {
            path,
            method,
            pathItem,
            operation: object,
            pathPointer,
            pointer: child(pathPointer, ...at),
          });
    });
  });
}

/** What reading an operation needs to know of the rest. */
export interface OperationContext {
  readonly schemas: Schemas;
  readonly scope: NameScope;
  readonly names: "checked" | "repaired";
  readonly groups: Groups;
  readonly security: Security;
  readonly defaultSecurity: readonly SecurityAlternative[];
  readonly settings: Settings;
  /** Functions that open a session, with the constants of their token logins. */
  readonly sessionStarts: ReadonlyMap<string, string>;
  /** Functions that end a session, with the constants of their token logins. */
  readonly sessionEnds: ReadonlyMap<string, string>;
  readonly reportUnfit: ReportUnfit;
  /** An operation of the document, by id. */
  findOperation(id: string): unknown;
  /** What reading turns up. */
  readonly problems: Problem[];
}

/** The name of the function for an operation: its id as camelCase, else method and path. */
export function wantedName({ operation, method, path }: Located): string {
  const id = asString(member(operation, "operationId"));
  const fromId = camelCase(id ?? "");
  if (fromId !== "") return fromId;
  const parts = path
    .split("/")
    .filter((part) => part !== "")
    .map((part) => (part.startsWith("{") ? `By${pascalCase(part)}` : pascalCase(part)));
  return camelCase(method) + parts.join("");
}

/** Reads an operation. `name` is the name of its function. */
export function readOperation(context: OperationContext, located: Located, name: string): Operation {
  const { schemas, groups, security } = context;
  const { operation, pathItem, path, method, pointer } = located;
  const hint = pascalCase(name);
  const parameters = readParameters(schemas, context.settings, located, hint);
  const chosen = chosenParameters(located, parameters.input);
  const { body, members, fields } = readBody(schemas, operation, pointer, hint, chosen, located);
  checkAction(
    located,
    { parameters: parameters.input, fields: new Set(fields.map((field) => field.name)) },
    context.reportUnfit,
  );
  const input = uniqueNames(chosen, members);
  const { output: said, failures } = readReplies(schemas, operation, pointer, hint);
  const endsSession = context.sessionEnds.get(name);
  const output = endsSession === undefined ? said : withoutBody(said);
  const { paginator, problem } = readPaginator(context, { operation, pointer, name, input, output });
  if (problem !== undefined) context.problems.push(problem);
  const ownSecurity = member(operation, "security");
  const [server] = readServers(member(operation, "servers") ?? member(pathItem, "servers"));
  return defined<Operation>({
    id: asString(member(operation, "operationId")) ?? `${method} ${path}`,
    name,
    group: groups.of(operation),
    method: method.toUpperCase(),
    path,
    ...wordsOf(operation),
    deprecated: member(operation, "deprecated") === true ? true : undefined,
    docs: docsOf(operation),
    inputName: input.length === 0 ? undefined : inputName(context, hint, pointer),
    input,
    filled: [...parameters.filled, ...decidingMember(located, parameters.input, fields)],
    body,
    output,
    failures,
    security: ownSecurity === undefined ? undefined : differing(security.read(ownSecurity), context.defaultSecurity),
    server: server?.url,
    opensSession: context.sessionStarts.get(name),
    endsSession,
    idempotent: member(operation, "x-idempotent") === true ? true : undefined,
    paginator,
    callbacks: readCallbacks(schemas, operation, pointer, hint),
    links: readLinks(schemas, operation),
  });
}

/** The name of the interface of what an operation takes. In a spec of one's own nothing else may have it. */
function inputName({ scope, names, problems }: OperationContext, hint: string, pointer: string): string {
  const wanted = `${hint}Input`;
  const name = scope.claim(wanted, "");
  if (name !== wanted && names === "checked") {
    problems.push({
      code: "name-clash",
      message: `What the operation takes is called "${wanted}", and so is a schema.`,
      help: "Choose another name for the schema, or another operationId.",
      pointer,
    });
  }
  return name;
}

/** What a call gives back whose reply is of no interest. */
function withoutBody({ replies }: Output): Output {
  return { mayBeEmpty: false, kind: "none", accept: [], replies };
}

/** The source documentation of an operation. */
function docsOf(operation: JsonObject): string | undefined {
  return asString(member(operation, "x-docs")) ?? asString(member(asObject(member(operation, "externalDocs")), "url"));
}

function differing(
  own: readonly SecurityAlternative[],
  usual: readonly SecurityAlternative[],
): readonly SecurityAlternative[] | undefined {
  return JSON.stringify(own) === JSON.stringify(usual) ? undefined : own;
}

/** Two members never share a name: where path and query both say `id`, the later one says its place as well, `idQuery`. */
function uniqueNames(parameters: readonly InputMember[], body: readonly InputMember[]): readonly InputMember[] {
  const scope = new NameScope((name) => name === "__proto__");
  for (const { name } of body) scope.take(name);
  const named = parameters.map((parameter) => {
    if (!scope.has(parameter.name)) {
      scope.take(parameter.name);
      return parameter;
    }
    const stem = isIdentifier(parameter.name) ? parameter.name : camelCase(parameter.name);
    return { ...parameter, name: scope.claim(stem + pascalCase(parameter.place), "parameter") };
  });
  return [...named, ...body];
}
