import type { Api, Resource } from "../ir/types.js";
import { code, type Code } from "./code.js";
import { identifier, literal, markdownCode, markdownText, memberName } from "./escape.js";
import { isInputOptional } from "./inputs.js";
import { sampleOf } from "./samples.js";
import type { View } from "./templates.js";
import type { Types } from "./types.js";
import { isIdentifier } from "../ir/names.js";
import { inWords } from "./waiters.js";

/** What a README says of things to act on, of waiting, of work that is only accepted, and of filters. */
export function thingsView(api: Api, types: Types): View {
  return {
    resource: resourceView(api, types),
    waiters: api.waiters.map(({ name, description, pace }) => ({
      name: markdownCode(name),
      words: markdownText(description),
      longest: markdownText(inWords(pace.maxWaitMs ?? 3_600_000)),
    })),
    poller: pollerView(api),
    filter: filterView(api),
  };
}

/** The thing that can do most, to show what things are like. */
function resourceView(api: Api, types: Types): View | undefined {
  const rank = ({ identity, relations, actions, update, list }: Resource): number =>
    (identity.length === 1 ? 100 : 0) +
    (list === undefined ? 0 : 50) +
    (update === undefined ? 0 : 20) +
    relations.length +
    actions.length;
  const [resource] = [...api.resources].sort((a, b) => rank(b) - rank(a));
  if (resource === undefined) return undefined;
  const name = identifier(resource.method);
  const [field] = resource.fields.filter(({ name, type }) => type.kind === "string" && isIdentifier(name));
  const settable = resource.fields.find(
    ({ name, settable, writeOnly }) => isIdentifier(name) && settable?.kind === "string" && writeOnly !== true,
  );
  const [action] = resource.actions.filter(({ operation, given }) => takesNothing(api, operation, given));
  const [relation] = resource.relations.filter(
    ({ operation, given, target }) => target.kind === "pages" && takesNothing(api, operation, given),
  );
  const [waiter] = resource.waiters;
  return {
    variable: name,
    method: name,
    identity: identityOf(resource, types),
    list: resource.list === undefined ? undefined : identifier(resource.list.method),
    field: field === undefined ? undefined : identifier(field.name),
    fieldName: field === undefined ? undefined : literal(field.name),
    settable: settable === undefined ? undefined : identifier(settable.name),
    action: action === undefined ? undefined : identifier(action.name),
    relation: relation === undefined ? undefined : identifier(relation.name),
    waiter: waiter === undefined ? undefined : identifier(waiter.method),
    isDeletable: resource.delete !== undefined && takesNothing(api, resource.delete.operation, resource.delete.given),
    names: markdownText(api.resources.map(({ method }) => `\`${method}\``).join(", ")),
  };
}

function identityOf({ identity }: Resource, types: Types): Code {
  const samples = identity.map(({ name, type }) => ({ name, sample: sampleOf(types, type) ?? literal("…") }));
  const [only] = samples;
  if (only === undefined) return code``;
  if (samples.length === 1) return only.sample;
  return code`{ ${samples.reduce((before, { name, sample }, index) => (index === 0 ? code`${memberName(name)}: ${sample}` : code`${before}, ${memberName(name)}: ${sample}`), code``)} }`;
}

function takesNothing(api: Api, id: string, given: readonly { readonly name: string }[]): boolean {
  const operation = api.operations.find((each) => each.id === id);
  const names = new Set(given.map(({ name }) => name));
  return (
    operation !== undefined &&
    isInputOptional({ ...operation, input: operation.input.filter(({ name }) => !names.has(name)) })
  );
}

function pollerView(api: Api): View | undefined {
  const [poller] = api.pollers;
  if (poller === undefined) return undefined;
  return { begin: identifier(poller.beginName), resume: identifier(poller.resumeName) };
}

function filterView(api: Api): View | undefined {
  const set = api.filters.find(({ fields }) => fields.some(({ type }) => type.kind === "string"));
  const field = set?.fields.find(({ type }) => type.kind === "string");
  const operation = api.operations.find(
    (each) =>
      each.paginator !== undefined &&
      isInputOptional(each) &&
      each.input.some(({ filter }) => filter !== undefined && filter === set?.typeName),
  );
  if (set === undefined || field === undefined || operation?.paginator === undefined) return undefined;
  return {
    name: identifier(set.name),
    field: literal(field.name),
    paginator: identifier(operation.paginator.name),
    input: memberName(operation.input.find(({ filter }) => filter !== undefined)?.name ?? "filter"),
    canContain: api.filterDialects[set.dialect]?.comparisons["contains"] !== undefined,
  };
}
