import { StructureKind, type MethodDeclarationStructure } from "ts-morph";
import { isIdentifier } from "../ir/names.js";
import { reservedNames } from "../ir/reserved.js";
import type { Api, Operation, Resource } from "../ir/types.js";
import { code, type Code, join, runtimeType } from "./code.js";
import { docsFor } from "./docs.js";
import { identifier, memberName } from "./escape.js";
import type { TypeScriptFile } from "./files.js";
import { inputParameter } from "./inputs.js";
import { moduleOf } from "./operations.js";
import { pageType } from "./paginators.js";
import { beginComment, pollerType, pollings, resumeComment, type Polling } from "./pollers.js";
import { identityMember, identityType, isNamedByOne, resourceModule } from "./resources.js";
import { shorthand } from "./shorthand.js";
import { render } from "./templates.js";
import type { Types } from "./types.js";
import { waiterComment, waiterTypes, waitings, type Waiting } from "./waiters.js";

/** The methods of a client that are about things: waiting for them, following work to its end, acting on them. */
export function thingMethods(file: TypeScriptFile, api: Api, types: Types): MethodDeclarationStructure[] {
  const byId = new Map(api.operations.map((operation) => [operation.id, operation]));
  return [
    ...waitings(api).map((waiting) => waiterMethod(file, api, types, waiting)),
    ...pollings(api, types).flatMap((polling) => [
      beginMethod(file, api, types, polling),
      resumeMethod(file, types, polling),
    ]),
    ...api.resources.flatMap((resource) => [
      resourceMethod(file, types, resource),
      ...listMethod(file, api, types, resource, byId),
    ]),
  ];
}

function waiterMethod(file: TypeScriptFile, api: Api, types: Types, waiting: Waiting): MethodDeclarationStructure {
  const { waiter, operation } = waiting;
  const { seen, result } = waiterTypes(types, waiting);
  const looked = result.text === "void" ? seen : result;
  return {
    kind: StructureKind.Method,
    name: identifier(waiter.name).text,
    docs: docsFor(waiterComment(waiting)),
    parameters: [
      ...inputParameter(file, operation, operation.inputName, moduleOf(api)(operation)),
      { name: "options", type: file.text(code`${runtimeType("WaitOptions")}<${looked}>`), hasQuestionToken: true },
    ],
    returnType: file.text(code`Promise<${result}>`),
    statements: file.text(
      render("method.ts.hbs", {
        function: identifier(waiter.name, { module: "waiters", isType: false }),
        input: operation.inputName === undefined ? [] : [code`input`],
      }),
    ),
  };
}

function beginMethod(file: TypeScriptFile, api: Api, types: Types, polling: Polling): MethodDeclarationStructure {
  const { poller, operation } = polling;
  return {
    kind: StructureKind.Method,
    name: identifier(poller.beginName).text,
    docs: docsFor(beginComment(polling)),
    parameters: [
      ...inputParameter(file, operation, operation.inputName, moduleOf(api)(operation)),
      { name: "options", type: file.text(runtimeType("RequestOptions")), hasQuestionToken: true },
    ],
    returnType: file.text(code`Promise<${pollerType(types, polling, runtimeType("Poller"))}>`),
    statements: file.text(
      render("method.ts.hbs", {
        function: identifier(poller.beginName, { module: "pollers", isType: false }),
        input: operation.inputName === undefined ? [] : [code`input`],
      }),
    ),
  };
}

function resumeMethod(file: TypeScriptFile, types: Types, polling: Polling): MethodDeclarationStructure {
  const resume = identifier(polling.poller.resumeName, { module: "pollers", isType: false });
  return {
    kind: StructureKind.Method,
    name: identifier(polling.poller.resumeName).text,
    docs: docsFor(resumeComment(polling)),
    parameters: [{ name: "text", type: "string" }],
    returnType: file.text(pollerType(types, polling, runtimeType("Poller"))),
    statements: file.text(render("return.ts.hbs", { value: code`${resume}(this, text)` })),
  };
}

/** `client.instance(linodeId)`, `client.disk({ linodeId, diskId })`, `client.profile()`. */
function resourceMethod(file: TypeScriptFile, types: Types, resource: Resource): MethodDeclarationStructure {
  const model = types.modelName(resource.model, "read");
  const made = identifier(resource.className, { module: resourceModule(resource), isType: false });
  const { parameters, value } = naming(file, types, resource, model, made);
  return {
    kind: StructureKind.Method,
    name: identifier(resource.method).text,
    docs: docsFor({
      description: `A {@link ${model.text}} to act on${isNamedByOne(resource) ? ", by what names it or as it was read" : ""}. Nothing is sent until something is asked of it.`,
    }),
    parameters,
    returnType: file.text(identifier(resource.className, { module: resourceModule(resource), isType: true })),
    statements: file.text(render("return.ts.hbs", { value })),
  };
}

function naming(
  file: TypeScriptFile,
  types: Types,
  resource: Resource,
  model: Code,
  made: Code,
): { parameters: NonNullable<MethodDeclarationStructure["parameters"]>; value: Code } {
  const known = { name: "known", type: file.text(model), hasQuestionToken: true };
  const [only] = resource.identity;
  if (only === undefined) return { parameters: [known], value: code`new ${made}(this, known)` };
  if (!isNamedByOne(resource)) {
    const type = identifier(identityType(resource).text, { module: resourceModule(resource), isType: true });
    return {
      parameters: [{ name: "identity", type: file.text(type) }, known],
      value: code`new ${made}(this, identity, known)`,
    };
  }
  // Anything but an object is the name itself.
  const scalar = types.print(only.type, { view: "write", binary: "text" });
  const isFree = isIdentifier(only.name) && !reservedNames.has(only.name);
  const parameter = identifier(isFree ? only.name : "id");
  const ofKnown = code`new ${made}(this, { ${identityMember(only, parameter)} }, ${parameter})`;
  const ofName = code`new ${made}(this, { ${shorthand(memberName(only.name), parameter)} })`;
  return {
    parameters: [{ name: parameter.text, type: file.text(code`${scalar} | ${model}`) }],
    value: code`typeof ${parameter} === "object" ? ${ofKnown} : ${ofName}`,
  };
}

/** `client.instances()`: all of them, page by page, as things to act on. */
function listMethod(
  file: TypeScriptFile,
  api: Api,
  types: Types,
  resource: Resource,
  byId: ReadonlyMap<string, Operation>,
): MethodDeclarationStructure[] {
  const { list } = resource;
  const operation = byId.get(list?.operation ?? "");
  if (list === undefined || operation?.paginator === undefined || operation.inputName === undefined) return [];
  const module = resourceModule(resource);
  const made = identifier(resource.className, { module, isType: false });
  const paginate = identifier(operation.paginator.name, { module: "paginators", isType: false });
  const identity = join(
    resource.identity.map((each) => identityMember(each, code`known`)),
    code`, `,
  );
  return [
    {
      kind: StructureKind.Method,
      name: identifier(list.method).text,
      docs: docsFor({
        description: `Every {@link ${types.modelName(resource.model, "read").text}} of {@link ${operation.name}} as a thing to act on, fetched page by page as you go.`,
        notes: ["Nothing is sent until items are asked for."],
        throws: "ApiError when the API answers with an error, ListChangedError when the list changes underneath.",
      }),
      parameters: [
        ...inputParameter(file, operation, operation.inputName, moduleOf(api)(operation)),
        { name: "options", type: file.text(runtimeType("RequestOptions")), hasQuestionToken: true },
      ],
      returnType: file.text(
        code`${runtimeType("Paginator")}<${identifier(resource.className, { module, isType: true })}, ${pageType(types, operation)}>`,
      ),
      statements: file.text(
        render("return.ts.hbs", {
          value: code`${paginate}(this, input, options).map((known) => new ${made}(this, { ${identity} }, known))`,
        }),
      ),
    },
  ];
}
