import type { Json } from "../load/document.js";
import { asObject, asString, entries, member } from "./json.js";
import { child, segments } from "./pointer.js";
import type { Draft, ResourceContext } from "./resources.js";
import type { Answer, Given, GivenValue } from "./thing-types.js";
import type { Operation, TypeRef } from "./types.js";
import { wayInto } from "./ways.js";

/** The inputs of an operation that a resource fills in: its identity, and what the sources say. */
export function readGiven(
  context: ResourceContext,
  draft: Draft,
  operation: Operation,
  sources: Json | undefined,
): readonly Given[] {
  const given = new Map<string, GivenValue>();
  for (const { name } of draft.identity) {
    if (operation.input.some((input) => input.name === name)) given.set(name, { kind: "identity", name });
  }
  for (const [key, source] of entries(sources)) {
    const [name = "", ...inside] = key.startsWith("/") ? segments(key) : [key];
    const input = operation.input.find((each) => each.name === name || each.wireName === name);
    const value = readValue(context, draft, source);
    if (input === undefined || value === undefined) {
      context.report(
        draft,
        `the input "${key}" of "${operation.name}" does not exist, or is not to be found where it says.`,
      );
      continue;
    }
    given.set(input.name, inside.length === 0 ? value : put(given.get(input.name), inside, value));
  }
  return [...given].map(([name, value]) => ({ name, value }));
}

function readValue({ schemas }: ResourceContext, { model, identity }: Draft, source: Json): GivenValue | undefined {
  const input = asString(member(asObject(source), "input"));
  if (input !== undefined) {
    return identity.some(({ name }) => name === input) ? { kind: "identity", name: input } : undefined;
  }
  const pointer = asString(source);
  if (pointer === undefined) return undefined;
  const named = identity.find(({ way }) => way !== undefined && child("", ...way.map(({ name }) => name)) === pointer);
  if (named !== undefined) return { kind: "identity", name: named.name };
  const found = wayInto(schemas, { kind: "model", model }, pointer);
  return found === undefined || found.way.length === 0 ? undefined : { kind: "known", way: found.way };
}

/** Puts a value into an object that is built member by member. */
function put(former: GivenValue | undefined, path: readonly string[], value: GivenValue): GivenValue {
  const [name = "", ...inside] = path;
  const members = former?.kind === "members" ? former.members : [];
  const known = members.find((each) => each.name === name)?.value;
  const next: Given = { name, value: inside.length === 0 ? value : put(known, inside, value) };
  return { kind: "members", members: [...members.filter((each) => each.name !== name), next] };
}

/** What becomes of a reply of a type. */
export function answerOf(
  context: ResourceContext,
  draft: Draft,
  type: TypeRef | undefined,
  given: readonly Given[],
  method = "GET",
): Answer {
  if (type === undefined) return { kind: "nothing" };
  const target = type.kind === "model" ? context.drafts.get(type.model) : undefined;
  if (target === undefined) return { kind: "plain" };
  const identity = identityOf(draft, target, given);
  if (identity === undefined) return { kind: "plain" };
  return { kind: "resource", model: target.model, identity, mayBeSelf: target === draft && method !== "GET" };
}

/** Where the identity of a thing comes from that turned up in a reply; nothing when it cannot be known. */
function identityOf(draft: Draft, target: Draft, given: readonly Given[]): readonly Given[] | undefined {
  const found = target.identity.map(({ name, way }): Given | undefined => {
    if (way !== undefined) return { name, value: { kind: "answer", way } };
    if (draft.identity.some((own) => own.name === name)) return { name, value: { kind: "identity", name } };
    const value = given.find((each) => each.name === name)?.value;
    return value === undefined ? undefined : { name, value };
  });
  const complete = found.filter((each) => each !== undefined);
  return complete.length === found.length ? complete : undefined;
}
