import { StructureKind, type MethodDeclarationStructure } from "ts-morph";
import type { Given, Operation, ResourceRelation } from "../ir/types.js";
import { code, type Code, runtimeType } from "./code.js";
import { docsFor } from "./docs.js";
import { isIdentifier } from "../ir/names.js";
import { reservedNames } from "../ir/reserved.js";
import { identifier, memberName, quoted } from "./escape.js";
import { shorthand } from "./shorthand.js";
import { operationComment, outputType } from "./operations.js";
import { actionMethod, callOf, methodParameters, newResource, resourceName, type Making } from "./resource-actions.js";
import { callInput, givenMembers, givenValue, needsLoading, restType } from "./resource-given.js";
import { pageType } from "./paginators.js";
import { render } from "./templates.js";
import { mayBeMissing, reach } from "./ways.js";

/** A method that leads to another thing, or to many. */
export function relationMethod(making: Making, relation: ResourceRelation): MethodDeclarationStructure {
  const operation = making.operation(relation.operation);
  switch (relation.target.kind) {
    case "pages":
      return pagesMethod(making, relation, relation.target, operation);
    case "list":
      return listMethod(making, relation, relation.target, operation);
    case "reference":
      return referenceMethod(making, relation, relation.target, operation);
    case "read":
      return actionMethod(making, { ...relation, answer: relation.target.answer });
  }
}

function pagesMethod(
  making: Making,
  { name, given }: ResourceRelation,
  { answer }: ResourceRelation["target"] & { kind: "pages" },
  operation: Operation,
): MethodDeclarationStructure {
  const { types, file } = making;
  const { paginator } = operation;
  if (paginator === undefined) throw new Error(`${operation.name} has no paginator.`);
  const plain = types.print(paginator.item, { view: "read", binary: "text" });
  const paginate = identifier(paginator.name, { module: "paginators", isType: false });
  const hasRest = restType(operation, given, code`_`) !== undefined;
  const call = code`${paginate}(this.client, ${callInput(operation, given, hasRest, false)}options)`;
  const made = answer.kind === "resource" ? code`.map((known) => ${newResource(making, answer)})` : code``;
  const item = answer.kind === "resource" ? resourceName(making, answer.model, true) : plain;
  return {
    kind: StructureKind.Method,
    name: identifier(name).text,
    docs: docsFor({ ...operationComment(operation), notes: ["Nothing is sent until items are asked for."] }),
    parameters: methodParameters(making, operation, given),
    returnType: file.text(code`${runtimeType("Paginator")}<${item}, ${pageType(types, operation)}>`),
    statements: file.text(render("return.ts.hbs", { value: code`${call}${made}` })),
  };
}

function listMethod(
  making: Making,
  { name, given }: ResourceRelation,
  { items, answer }: ResourceRelation["target"] & { kind: "list" },
  operation: Operation,
): MethodDeclarationStructure {
  const { types, file } = making;
  const output = outputType(types, operation);
  const list = reach(code`list`, items);
  const missing = mayBeMissing(items);
  const plain = items.reduce<Code>((type, step) => code`NonNullable<${type}[${quoted(step.name)}]>`, output);
  const isResource = answer.kind === "resource";
  const made = isResource ? newResource(making, answer) : undefined;
  const type = isResource ? code`${resourceName(making, answer.model, true)}[]` : plain;
  return {
    kind: StructureKind.Method,
    isAsync: true,
    name: identifier(name).text,
    docs: docsFor(operationComment(operation)),
    parameters: methodParameters(making, operation, given),
    returnType: file.text(code`Promise<${type}>`),
    statements: file.text(
      render("resource-list.ts.hbs", {
        call: callOf(making, operation, given, true),
        list: missing ? code`(${list} ?? [])` : list,
        made,
      }),
    ),
  };
}

/** A thing whose identity is an attribute: nothing has to be sent but, if need be, for that attribute. */
function referenceMethod(
  making: Making,
  { name, given }: ResourceRelation,
  { model }: ResourceRelation["target"] & { kind: "reference" },
  operation: Operation,
): MethodDeclarationStructure {
  const { file } = making;
  const target = making.resourceOf(model);
  const byName = new Map(given.map((each) => [each.name, each.value]));
  const missing = given.filter(
    (each): each is Given & { value: { kind: "known" } } => each.value.kind === "known" && mayBeMissing(each.value.way),
  );
  const identity = target.identity.flatMap(({ name: key }): Given[] => {
    const value = byName.get(key);
    return value === undefined ? [] : [{ name: key, value }];
  });
  const type = resourceName(making, model, true);
  // What may be missing is looked at first, under the name of the input that it becomes.
  const locals = missing.map((each, index) => ({
    name: identifier(isIdentifier(each.name) && !reservedNames.has(each.name) ? each.name : `value${index}`),
    value: givenValue(each.value, true),
  }));
  const members = identity.map(({ name: key, value }) => {
    const local = locals[missing.findIndex((each) => each.name === key)]?.name;
    return local === undefined ? givenMembers([{ name: key, value }], true) : shorthand(memberName(key), local);
  });
  return {
    kind: StructureKind.Method,
    isAsync: true,
    name: identifier(name).text,
    docs: docsFor({
      summary: operation.summary,
      description: missing.length === 0 ? undefined : "Undefined when there is none.",
      notes: ["The thing itself is not read before something is asked of it."],
      deprecated: operation.deprecated,
    }),
    parameters: needsLoading(given)
      ? [{ name: "options", type: file.text(runtimeType("RequestOptions")), hasQuestionToken: true }]
      : [],
    returnType: file.text(missing.length === 0 ? code`Promise<${type}>` : code`Promise<${type} | undefined>`),
    statements: file.text(
      render("resource-reference.ts.hbs", {
        locals,
        made: resourceName(making, model, false),
        members,
      }),
    ),
  };
}
