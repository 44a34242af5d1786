import { parts } from "../ir/type-algebra.js";
import type { Api, Field, Model, Operation, TypeRef } from "../ir/types.js";

/**
 * The wire names of everything that must not be shown in logs: of what is sent, and of headers that come back. What only
 * stands in the body of a reply is not shown anyway, and its name may mean something harmless elsewhere.
 */
export function sensitiveNames(api: Api): readonly string[] {
  const members = api.operations.flatMap(({ input, filled }) => [...input, ...filled]);
  const replies = api.operations.flatMap(({ output, failures }) => [...output.replies, ...failures]);
  const fields = [
    ...api.models.filter(({ usage }) => usage.input).flatMap(fieldsOf),
    ...members.flatMap(({ type }) => fieldsIn(type)),
  ].filter(({ readOnly }) => readOnly !== true);
  const found = [
    ...members.map(({ wireName, sensitive }) => ({ name: wireName, sensitive })),
    ...replies.flatMap(({ headers }) => headers),
    ...fields,
  ];
  return [...new Set(found.filter(({ sensitive }) => sensitive === true).map(({ name }) => name))]
    .filter((name) => name !== "")
    .sort();
}

function fieldsOf({ shape }: Model): readonly Field[] {
  return shape.kind === "object"
    ? [...shape.fields, ...shape.fields.flatMap(({ type }) => fieldsIn(type))]
    : fieldsIn(shape.type);
}

/** The members of objects without a name inside a type. */
function fieldsIn(type: Parameters<typeof parts>[0]): readonly Field[] {
  return [...parts(type)].flatMap((part) => (part.kind === "object" ? part.shape.fields : []));
}

/** The paths with something in them that must not be shown: `{*}` stands for that, `{}` for any other parameter. */
export function secretPaths(api: Api): readonly string[] {
  const paths = api.operations.flatMap((operation) => {
    const secrets = secretParameters(operation);
    if (secrets.size === 0) return [];
    return [
      operation.path
        .split("?", 1)
        .join("")
        .replace(/\{([^{}]+)\}/g, (_, name: string) => (secrets.has(name) ? "{*}" : "{}")),
    ];
  });
  return [...new Set(paths)];
}

/** The names of the parameters of a path that must not be shown. */
export function secretParameters({ input, filled }: Operation): ReadonlySet<string> {
  return new Set(
    [...input, ...filled]
      .filter(({ place, sensitive }) => place === "path" && sensitive === true)
      .map(({ wireName }) => wireName),
  );
}

/** The names of all sensitive members of a type and of the models that it leads to. */
export function secretMembers(modelOf: (id: string) => Model, type: TypeRef | undefined): readonly string[] {
  const names = new Set<string>();
  const seen = new Set<Model>();
  if (type !== undefined) enter(type);
  return [...names].sort();

  function enter(from: TypeRef): void {
    for (const part of parts(from)) {
      if (part.kind === "model") enterModel(part.model);
      if (part.kind !== "object") continue;
      for (const { name, sensitive } of part.shape.fields) if (sensitive === true) names.add(name);
      part.shape.extends.forEach(enterModel);
    }
  }

  function enterModel(id: string): void {
    const model = modelOf(id);
    if (seen.has(model)) return;
    seen.add(model);
    const { shape, discriminator } = model;
    enter(shape.kind === "object" ? { kind: "object", shape } : shape.type);
    discriminator?.mapping.forEach((each) => enterModel(each.model));
  }
}
