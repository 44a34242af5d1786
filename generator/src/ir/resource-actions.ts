import type { Json } from "../load/document.js";
import { asObject, entries, member } from "./json.js";
import { answerOf, readGiven } from "./resource-answers.js";
import type { Draft, FreeName, ResourceContext } from "./resources.js";
import type { ResourceAction } from "./thing-types.js";

/** Reads what a resource can do. */
export function readActions(context: ResourceContext, draft: Draft, free: FreeName): readonly ResourceAction[] {
  return entries(member(draft.extension, "actions")).flatMap(([name, value]) => {
    const action = readAction(context, draft, name, value);
    return action === undefined ? [] : [{ ...action, name: free(name) }];
  });
}

/** Reads how a resource is deleted. What answers with the thing as it is then has only marked it. */
export function readDelete(context: ResourceContext, draft: Draft): ResourceAction | undefined {
  const wanted = member(draft.extension, "delete");
  const action = wanted === undefined ? undefined : readAction(context, draft, "delete", wanted);
  if (action === undefined) return undefined;
  const { answer } = action;
  const isSelf = answer.kind === "resource" && answer.model === draft.model;
  return { ...action, answer: isSelf ? { kind: "self" } : { kind: "nothing" } };
}

function readAction(context: ResourceContext, draft: Draft, name: string, value: Json): ResourceAction | undefined {
  const object = asObject(value);
  const operation = context.operationOf(object === undefined ? value : member(object, "operation"));
  if (operation === undefined) {
    context.report(draft, `the operation behind "${name}" does not exist.`);
    return undefined;
  }
  const given = readGiven(context, draft, operation, member(object, "input"));
  const { output, method } = operation;
  const answer = answerOf(context, draft, output.mayBeEmpty ? undefined : output.type, given, method);
  return { name, operation: operation.id, given, answer };
}
