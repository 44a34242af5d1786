import { StructureKind, type MethodDeclarationStructure } from "ts-morph";
import type { ResourceUpdate } from "../ir/types.js";
import { code, type Code, join, runtimeType } from "./code.js";
import { docsFor } from "./docs.js";
import { identifier, memberName, quoted } from "./escape.js";
import { operationComment } from "./operations.js";
import type { Making } from "./resource-actions.js";
import { render } from "./templates.js";

/** The type of what can be set: nothing where nothing can. */
export function changesType({ resource, types, operation, locate }: Making): Code {
  const { update } = resource;
  if (update === undefined) return code`object`;
  if ("model" in update.changes) return types.modelName(update.changes.model, "write");
  const target = operation(update.operation);
  if (target.inputName === undefined) return code`object`;
  const input = identifier(target.inputName, { module: locate(target), isType: true });
  const { without } = update.changes;
  return without.length === 0 ? input : code`Omit<${input}, ${join(without.map(quoted), code` | `)}>`;
}

/** The method that sends what has been set. */
export function saveMethod(making: Making, update: ResourceUpdate): MethodDeclarationStructure {
  const { file, resource, locate } = making;
  const operation = making.operation(update.operation);
  const { answers, member } = update;
  const call = identifier(operation.name, { module: locate(operation), isType: false });
  const identity = resource.identity.length === 0 ? [] : [code`...this.identity`];
  const members = sentMembers(making, update);
  const { inside } = update;
  const sent = inside === undefined ? members : [code`${memberName(inside)}: { ${join(members, code`, `)} }`];
  const input =
    member === undefined
      ? code`{ ${join([...sent, ...identity], code`, `)} }`
      : code`{ ${join([...identity, code`${memberName(member)}: { ${join(sent, code`, `)} }`], code`, `)} }`;
  return {
    kind: StructureKind.Method,
    isAsync: true,
    name: "save",
    docs: docsFor({
      ...operationComment(operation),
      summary: "Sends what has been set, and nothing when nothing has.",
      description: operation.summary,
      throws: `ApiError when the API answers with an error${resource.staleCodes.length === 0 ? "" : ", StaleError when somebody else has changed it"}; what could not be saved is kept.`,
    }),
    parameters: [{ name: "options", type: file.text(runtimeType("RequestOptions")), hasQuestionToken: true }],
    returnType: "Promise<this>",
    statements: file.text(
      render("resource-save.ts.hbs", { call: code`${call}(this.client, ${input}, options)`, answers }),
    ),
  };
}

function sentMembers({ resource, operation, locate, types }: Making, update: ResourceUpdate): readonly Code[] {
  if (update.sends === "changes") {
    const always = update.always.map(({ name, type, required }) => {
      const printed = types.print(type, { view: "write", binary: "text" });
      const isNullable =
        type.kind === "null" || (type.kind === "union" && type.members.some(({ kind }) => kind === "null"));
      const value = code`await this.attributeToSend<${required || isNullable ? printed : code`${printed} | null`}>(${quoted(name)}, options)`;
      // What may be left out is left out where the service says null for nothing and takes none.
      return code`${memberName(name)}: ${required || isNullable ? value : code`(${value}) ?? undefined`}`;
    });
    return [...always, code`...changes`];
  }
  const target = operation(update.operation);
  const names = resource.identity.map(({ name }) => quoted(name));
  const input =
    target.inputName === undefined
      ? code`object`
      : identifier(target.inputName, { module: locate(target), isType: true });
  const sent = names.length === 0 ? input : code`Omit<${input}, ${join(names, code` | `)}>`;
  return [code`...(await this.wholeToSend<${sent}>(changes, options))`];
}
