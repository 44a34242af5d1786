import { asString, defined, member } from "./json.js";
import type { Draft, ResourceContext } from "./resources.js";
import type { ResourceUpdate } from "./thing-types.js";
import type { InputMember, Operation, TypeRef } from "./types.js";

type Sendable = ResourceUpdate["always"][number];

/** Reads how a resource is changed. */
export function readUpdate(context: ResourceContext, draft: Draft): ResourceUpdate | undefined {
  const { schemas, operationOf, report } = context;
  const { extension, identity, model, attributes } = draft;
  const wanted = member(extension, "update");
  if (wanted === undefined) return undefined;
  const operation = operationOf(wanted);
  if (operation === undefined) {
    report(draft, "there is no operation of the name that `update` says.");
    return undefined;
  }
  const names = identity.map(({ name }) => name);
  const sends = asString(member(extension, "updateSends")) === "whole" ? "whole" : "changes";
  const body = operation.input.filter(({ place }) => place === "body");
  const single = operation.body?.form === "member" ? body[0] : undefined;
  const answers = operation.output.type?.kind === "model" && operation.output.type.model === model;
  // Attributes that lie in a member are often changed in a member of the same name.
  const inner = attributes === undefined ? undefined : body.find(({ name }) => name === attributes.name);
  const rest = others(operation, body, names);
  const bodyModel = operation.body?.form === "fields" && sends === "changes" ? operation.body.model : undefined;
  const named: TypeRef | undefined = bodyModel === undefined ? undefined : { kind: "model", model: bodyModel };
  const changed = inner?.type ?? single?.type ?? named;
  const settable: readonly Sendable[] =
    changed?.kind === "model"
      ? [...schemas.allFieldsAt(changed.model).values()].filter(({ readOnly }) => readOnly !== true)
      : inner === undefined && single === undefined
        ? body
        : [];
  const readable = new Set(schemas.allFieldsAt(attributes?.model ?? model).keys());
  const all = asString(member(extension, "updateSends")) === "attributes";
  return defined<ResourceUpdate>({
    operation: operation.id,
    sends,
    always:
      sends === "whole"
        ? []
        : settable
            .filter(({ name, required }) => required || (all && readable.has(name)))
            .map(({ name, type, required }) => ({ name, type, required })),
    inside: sends === "whole" ? undefined : inner?.name,
    member: single?.name,
    answers,
    changes:
      changed?.kind === "model" ? { model: changed.model } : { input: operation.id, without: [...names, ...rest] },
  });
}

/** Inputs of an operation that are neither its body nor the identity, such as a query parameter. */
function others(operation: Operation, body: readonly InputMember[], identity: readonly string[]): readonly string[] {
  return operation.input
    .filter((each) => !body.includes(each) && !identity.includes(each.name))
    .map(({ name }) => name);
}

/** The attributes that can be set, and in which types. */
export function settableTypes(
  { schemas, operationOf }: ResourceContext,
  { changes, operation }: ResourceUpdate,
): Map<string, TypeRef> {
  const members =
    "model" in changes
      ? [...schemas.allFieldsAt(changes.model).values()].filter(({ readOnly }) => readOnly !== true)
      : (operationOf(operation)?.input ?? []).filter(({ place }) => place === "body");
  return new Map(members.map(({ name, type }) => [name, type]));
}
