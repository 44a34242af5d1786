import { parts } from "./type-algebra.js";
import type { Body, Content, Enum, Model, ObjectShape, Operation, TypeRef, Usage, Webhook } from "./types.js";

type Draft = Omit<Model, "usage">;

/** Adds to each model where operations use it, and whether writing it differs from reading it. */
export function withUsage(
  drafts: readonly Draft[],
  enums: readonly Enum[],
  operations: readonly Operation[],
  webhooks: readonly Webhook[],
): readonly (Model & { readonly isSplit: boolean })[] {
  const byId = new Map(drafts.map((draft) => [draft.id, draft]));
  const bodies = operations.flatMap(({ body }) => (body === undefined ? [] : [body]));
  const sent = [
    ...operations.flatMap(({ input }) => input.filter(({ place }) => place !== "body").map(({ type }) => type)),
    ...operations.flatMap(({ filled }) => filled.map(({ type }) => type)),
    ...bodies.flatMap(contentTypes),
  ];
  const received = [
    ...operations
      .flatMap(({ output, failures }) => [...output.replies, ...failures])
      .flatMap((reply) => [...types(reply.contents), ...reply.headers.map(({ type }) => type)]),
    ...[...webhooks, ...operations.flatMap(({ callbacks }) => callbacks)].flatMap(({ body }) =>
      body === undefined ? [] : contentTypes(body),
    ),
  ];
  const input = reach(byId, sent);
  const output = reach(byId, received);
  const form = reach(
    byId,
    bodies.flatMap(({ contents }) => types(contents.filter(({ kind }) => kind === "multipart" || kind === "form"))),
  );
  const differing = findDiffering(
    drafts,
    byId,
    new Set(enums.filter(({ open }) => open === undefined).map(({ id }) => id)),
  );
  return drafts.map((draft) => {
    const usage: Usage = { input: input.has(draft.id), output: output.has(draft.id), form: form.has(draft.id) };
    return { ...draft, usage, isSplit: usage.input && usage.output && differing.has(draft.id) };
  });
}

function contentTypes({ contents }: Body): readonly TypeRef[] {
  return types(contents);
}

function types(contents: readonly Content[]): readonly TypeRef[] {
  return contents.map(({ type }) => type);
}

/** The ids of all models that these types lead to. */
function reach(byId: ReadonlyMap<string, Draft>, from: readonly TypeRef[]): ReadonlySet<string> {
  const reached = new Set(from.flatMap(modelsIn));
  // The set grows while it is walked.
  for (const id of reached) {
    const draft = byId.get(id);
    for (const next of draft === undefined ? [] : neighbours(draft)) reached.add(next);
  }
  return reached;
}

/** The models that, directly or further down, have a member that only one side may set, or a set of values that may grow. */
function findDiffering(
  drafts: readonly Draft[],
  byId: ReadonlyMap<string, Draft>,
  growing: ReadonlySet<string>,
): ReadonlySet<string> {
  const users = new Map<string, string[]>();
  for (const draft of drafts) for (const id of neighbours(draft)) users.set(id, [...(users.get(id) ?? []), draft.id]);
  const differing = new Set(drafts.filter((draft) => differsItself(draft, growing)).map(({ id }) => id));
  for (const id of differing) for (const user of users.get(id) ?? []) if (byId.has(user)) differing.add(user);
  return differing;
}

function differsItself(draft: Draft, growing: ReadonlySet<string>): boolean {
  const isOneSided = fieldsIn(draft).some(({ readOnly, writeOnly }) => readOnly === true || writeOnly === true);
  return (
    isOneSided ||
    typesIn(draft).some((type) => [...parts(type)].some((part) => part.kind === "enum" && growing.has(part.enum)))
  );
}

function neighbours(draft: Draft): readonly string[] {
  const bases = draft.shape.kind === "object" ? draft.shape.extends : [];
  return [...bases, ...typesIn(draft).flatMap(modelsIn)];
}

function typesIn({ shape }: Draft): readonly TypeRef[] {
  if (shape.kind === "alias") return [shape.type];
  return [...shape.fields.map(({ type }) => type), ...(shape.additional === undefined ? [] : [shape.additional])];
}

function fieldsIn({ shape }: Draft): ObjectShape["fields"] {
  if (shape.kind === "object") return shape.fields;
  return [...parts(shape.type)].flatMap((part) => (part.kind === "object" ? part.shape.fields : []));
}

function modelsIn(type: TypeRef): readonly string[] {
  return [...parts(type)].flatMap((part) =>
    part.kind === "model" ? [part.model] : part.kind === "object" ? part.shape.extends : [],
  );
}
