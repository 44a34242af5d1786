import type { Json } from "../load/document.js";
import { asObject, entries, member } from "./json.js";
import { pascalCase } from "./names.js";
import { answerOf, readGiven } from "./resource-answers.js";
import type { Draft, FreeName, ResourceContext } from "./resources.js";
import type { Given, ResourceRelation } from "./thing-types.js";
import type { Operation, TypeRef } from "./types.js";
import { listIn, wayInto } from "./ways.js";

/** Reads what a resource leads to. */
export function readRelations(context: ResourceContext, draft: Draft, free: FreeName): readonly ResourceRelation[] {
  return entries(member(draft.extension, "relations")).flatMap(([name, value]) => {
    const relation = asObject(value);
    const isMany = member(relation, "many") !== undefined;
    const operation = context.operationOf(member(relation, isMany ? "many" : "one"));
    if (operation === undefined) {
      context.report(draft, `the operation behind the relation "${name}" does not exist.`);
      return [];
    }
    const given = readGiven(context, draft, operation, member(relation, "input"));
    return [
      isMany
        ? many(context, draft, free, name, operation, given)
        : one(context, draft, free, name, operation, given, member(relation, "input")),
    ];
  });
}

function many(
  context: ResourceContext,
  draft: Draft,
  free: FreeName,
  name: string,
  operation: Operation,
  given: readonly Given[],
): ResourceRelation {
  const common = { name: free(name, `list${pascalCase(name)}`), operation: operation.id, given };
  if (operation.paginator !== undefined && operation.inputName !== undefined) {
    const answer = answerOf(context, draft, operation.paginator.item, given);
    return { ...common, target: { kind: "pages", answer } };
  }
  const list = listIn(context.schemas, operation.output.type);
  if (list === undefined) return { ...common, target: { kind: "read", answer: { kind: "plain" } } };
  return {
    ...common,
    target: { kind: "list", items: list.items, answer: answerOf(context, draft, list.type, given) },
  };
}

function one(
  context: ResourceContext,
  draft: Draft,
  free: FreeName,
  name: string,
  operation: Operation,
  given: readonly Given[],
  sources: Json | undefined,
): ResourceRelation {
  const common = { name: free(`get${pascalCase(name)}`), operation: operation.id, given };
  const { type } = operation.output;
  const target = type?.kind === "model" ? context.drafts.get(type.model) : undefined;
  const names = new Set(given.map((each) => each.name));
  // When the object that is meant reads itself by this very operation, its identity is all that is needed.
  if (target?.load === operation && target.identity.every((each) => names.has(each.name))) {
    for (const [key, source] of entries(sources)) checkKinds(context, draft, operation, key, source);
    return { ...common, target: { kind: "reference", model: target.model } };
  }
  return { ...common, target: { kind: "read", answer: answerOf(context, draft, type, given) } };
}

/** A text cannot name what is named by a number. */
function checkKinds(context: ResourceContext, draft: Draft, operation: Operation, key: string, source: Json): void {
  const input = operation.input.find(({ name }) => name === key);
  const found =
    typeof source === "string" ? wayInto(context.schemas, { kind: "model", model: draft.model }, source) : undefined;
  if (input === undefined || found === undefined) return;
  const kindOf = ({ kind }: TypeRef): string => (kind === "number" || kind === "bigint" ? kind : "text");
  if (kindOf(input.type) !== kindOf(found.type)) {
    context.report(draft, `${String(source)} is of another type than the input "${key}" of "${operation.name}".`);
  }
}
