import type { Staged } from "../diagnostics/diagnostic.js";
import type { Document, Problem } from "../load/document.js";
import { withoutCircles } from "./aliases.js";
import { readWebhooks } from "./callbacks.js";
import { checkFlat } from "./flat.js";
import { Groups } from "./groups.js";
import { asObject, asString, defined, member } from "./json.js";
import { child, segments } from "./pointer.js";
import { camelCase, isIdentifier, NameScope, pascalCase } from "./names.js";
import { withCounts } from "./page-counts.js";
import { locateOperations, readOperation, wantedName, type Located } from "./operations.js";
import { Schemas } from "./schemas.js";
import { readOAuth } from "./oauth.js";
import { optionScope, readSecurity } from "./security.js";
import { readThings } from "./things.js";
import { readAddressEnv, readServers } from "./servers.js";
import { Settings } from "./settings.js";
import { withKeyParts } from "./signatures.js";
import { wordsOf } from "./text.js";
import { sessionEnds, sessionStarts, type SignInContext } from "./token-login.js";
import type { Api, ErrorShape, Model } from "./types.js";
import { unfitReporter } from "./unfit.js";
import { withUsage } from "./usage.js";

/** What the caller decides about an API, rather than its document. */
export interface ApiSettings {
  /** Name of the API: `linode`. Made from the title when it is not given. */
  readonly name?: string;
  /** Name of the npm package. Made from the name when it is not given. */
  readonly packageName?: string;
  /** `checked`: a name that would have to be changed is an error. `repaired`: it is changed. */
  readonly names: "checked" | "repaired";
}

/** Reads a document as an API: types, operations, sign-in, and every name that the client will use. */
export function buildApi(document: Document, settings: ApiSettings): Staged<Api> {
  const { root } = document;
  const info = asObject(member(root, "info"));
  const title = asString(member(info, "title")) ?? "API";
  const className = classNameOf(settings.name ?? withoutTail(title));
  const name = camelCase(settings.name ?? className);

  const scope = new NameScope();
  for (const fixed of [`${className}Client`, `${className}Options`, "createClient"]) scope.take(fixed);
  const apiName = scope.claim(name, "Api");
  const schemas = new Schemas(root, scope);
  const schemaNames = schemas.declareComponents();

  const located = locateOperations(root);
  const names = nameOperations(located, scope);
  const problems: Problem[] = [];
  const reportUnfit = unfitReporter(problems, settings.names);
  const options = optionScope();
  const findOperation = (id: string): ReturnType<SignInContext["findOperation"]> => {
    const index = located.findIndex(({ operation }) => member(operation, "operationId") === id);
    const operation = located[index];
    return operation && { located: operation, name: names[index] ?? "" };
  };
  const security = readSecurity({ schemas, options, scope, apiName, reportUnfit, findOperation }, [
    member(root, "security") ?? [],
    ...located.map(({ operation }) => member(operation, "security") ?? []),
  ]);
  const defaultSecurity = security.read(member(root, "security"));
  const groups = new Groups(root);
  const context = {
    schemas,
    scope,
    names: settings.names,
    groups,
    security,
    defaultSecurity,
    settings: new Settings(schemas, options, reportUnfit),
    sessionStarts: sessionStarts(security.credentials),
    sessionEnds: sessionEnds(security.credentials),
    reportUnfit,
    findOperation,
    problems,
  };
  const plain = located.map((operation, index) => readOperation(context, operation, names[index] ?? ""));
  const read = withCounts(plain, located, reportUnfit);
  const things = readThings({ schemas, scope, located, operations: read, reportUnfit });
  const { operations } = things;
  const webhooks = readWebhooks(schemas);

  const servers = readServers(member(root, "servers"));
  const oauth = readOAuth(schemas, scope, { className, servers });
  const { models: drafts, enums } = schemas.read();
  const models = withUsage(withoutCircles(drafts), enums, operations, webhooks).map(({ isSplit, ...model }): Model =>
    isSplit ? { ...model, inputName: scope.claim(`${model.name}Input`, "") } : model,
  );
  const api = defined<Api>({
    irVersion: 1,
    name: apiName,
    className,
    packageName: settings.packageName ?? (kebab(name) || "api"),
    title,
    version: String(member(info, "version") ?? "0.0.0"),
    ...(info === undefined ? {} : describe(info)),
    docs: asString(member(asObject(member(root, "externalDocs")), "url")),
    license: asString(member(asObject(member(info, "license")), "identifier")),
    servers,
    credentials: withKeyParts(security.credentials, context.settings.list(), options),
    settings: context.settings.list(),
    logName: scope.claim(`${apiName}Log`, "ger"),
    serviceName: context.settings.list().length === 0 ? undefined : scope.claim(`${className}Service`, ""),
    addressEnv: readAddressEnv(member(root, "servers")),
    oauth: oauth.clients,
    security: defaultSecurity,
    errors: readErrorShape(member(root, "x-errors")),
    groups: groups.list(),
    enums: [...enums, ...oauth.enums],
    models,
    ...things,
    webhooks,
  });
  checkFlat(api, reportUnfit);
  if (settings.names === "checked") problems.push(...changedSchemas(schemaNames), ...changedNames(located, names));
  return { value: api, diagnostics: document.diagnose(problems) };
}

/** The names of the functions. Ids that can stay as they are come first, so that repaired ones make way. */
function nameOperations(located: readonly Located[], scope: NameScope): readonly string[] {
  const names = located.map((operation) => ({
    wanted: wantedName(operation),
    id: member(operation.operation, "operationId"),
    name: "",
  }));
  const claim = (entry: (typeof names)[number]): void => {
    entry.name = scope.claim(entry.wanted, "Operation");
  };
  names.filter(({ wanted, id }) => wanted === id && !scope.has(wanted)).forEach(claim);
  names.filter(({ name }) => name === "").forEach(claim);
  return names.map(({ name }) => name);
}

function classNameOf(text: string): string {
  const name = pascalCase(text);
  return isIdentifier(name) ? name : `Api${name}`;
}

/** "Box Platform API" → "Box Platform": a client is not called an API. */
function withoutTail(title: string): string {
  return title.replace(/\s+(REST\s+)?API(\s+v?[\d.]+)?\s*$/i, "");
}

function kebab(name: string): string {
  return name.replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1-$2").toLowerCase();
}

function describe(info: Parameters<typeof wordsOf>[0]): { summary?: string; description?: string } {
  const { description } = wordsOf(info);
  return defined<{ summary?: string; description?: string }>({
    summary: asString(member(info, "summary")),
    description,
  });
}

function readErrorShape(value: Parameters<typeof asObject>[0]): ErrorShape | undefined {
  const errors = asObject(value);
  if (errors === undefined) return undefined;
  const requestId = asObject(member(errors, "requestId"));
  const header = asString(member(requestId, "header"));
  const way = (text: string | undefined): readonly string[] | undefined =>
    text === undefined ? undefined : segments(text);
  const body = way(asString(member(requestId, "body")));
  return defined<ErrorShape>({
    list: way(asString(member(errors, "list"))),
    message: way(asString(member(errors, "message"))),
    field: way(asString(member(errors, "field"))),
    code: way(asString(member(errors, "code"))),
    requestId: header !== undefined ? { header } : body !== undefined ? { body } : undefined,
  });
}

/** In a spec of one's own, a function that could not get the name of its operation. */
function changedNames(located: readonly Located[], names: readonly string[]): readonly Problem[] {
  return located.flatMap(({ operation, pointer, idPointer }, index) => {
    const id = asString(member(operation, "operationId"));
    const name = names[index];
    if (id === undefined || id === name) return [];
    return [
      {
        code: "name-clash",
        message: `The operation "${id}" would have to be called "${name}", because its name is taken or reserved.`,
        help: "Choose another operationId; it becomes the name of a function and of a method.",
        pointer: child(idPointer ?? pointer, "operationId"),
      },
    ];
  });
}

function changedSchemas(names: ReadonlyMap<string, string>): readonly Problem[] {
  return [...names]
    .filter(([key, name]) => key !== name)
    .map(([key, name]) => ({
      code: "name-clash",
      message: `The schema "${key}" would have to be called "${name}", because its name is reserved or no name of a type.`,
      help: "Choose another name for the schema; it becomes the name of a type.",
      pointer: child("", "components", "schemas", key),
      atKey: true,
    }));
}
