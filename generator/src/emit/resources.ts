import {
  Scope,
  StructureKind,
  VariableDeclarationKind,
  type ClassDeclarationStructure,
  type GetAccessorDeclarationStructure,
  type MethodDeclarationStructure,
  type PropertyDeclarationStructure,
  type SetAccessorDeclarationStructure,
  type StatementStructures,
} from "ts-morph";
import type { Api, IdentityMember, Resource, ResourceField, TypeRef } from "../ir/types.js";
import { code, type Code, join, runtimeType, runtimeValue } from "./code.js";
import { docsFor } from "./docs.js";
import { access, identifier, literal, memberName, propertyName, quoted } from "./escape.js";
import { TypeScriptFile } from "./files.js";
import { outputType, moduleOf } from "./operations.js";
import { actionMethod, deleteMethod, type Making } from "./resource-actions.js";
import { relationMethod } from "./resource-relations.js";
import { changesType, saveMethod } from "./resource-updates.js";
import { secretMembers } from "./secrets.js";
import { waiterMethod } from "./resource-waiters.js";
import { render } from "./templates.js";
import type { Types } from "./types.js";
import { waitings } from "./waiters.js";
import { mayBeMissing, reach } from "./ways.js";

/** `resources/<thing>.ts`: for each thing a class that knows its identity, reads and changes it, and leads to others. */
export function emitResources(api: Api, types: Types): readonly TypeScriptFile[] {
  const byModel = new Map(api.resources.map((resource) => [resource.model, resource]));
  const byId = new Map(api.operations.map((operation) => [operation.id, operation]));
  const byWaiter = new Map(waitings(api).map((waiting) => [waiting.waiter.name, waiting]));
  return api.resources.map((resource) => {
    const file = new TypeScriptFile(resourceModule(resource));
    const making: Making = {
      types,
      file,
      resource,
      locate: moduleOf(api),
      operation: (id) => {
        const found = byId.get(id);
        if (found === undefined) throw new Error(`No operation has the id ${id}.`);
        return found;
      },
      waitingOf: (name) => {
        const found = byWaiter.get(name);
        if (found === undefined) throw new Error(`There is no waiter ${name}.`);
        return found;
      },
      resourceOf: (model) => {
        const found = byModel.get(model);
        if (found === undefined) throw new Error(`No resource has the model ${model}.`);
        return found;
      },
    };
    file.add(...identityInterface(making), kindConstant(making), resourceClass(making));
    return file;
  });
}

/** Where a resource is declared. */
export function resourceModule({ module }: Resource): string {
  return `resources/${module}`;
}

function identityInterface({ resource, types, file }: Making): StatementStructures[] {
  const { identityName, identity, className } = resource;
  if (identityName === undefined) return [];
  return [
    {
      kind: StructureKind.Interface,
      isExported: true,
      name: identifier(identityName).text,
      docs: docsFor({ description: `What tells one {@link ${className}} from another.` }),
      properties: identity.map(({ name, type, description }) => ({
        kind: StructureKind.PropertySignature,
        name: file.text(propertyName(name)),
        isReadonly: true,
        type: file.text(types.print(type, { view: "write", binary: "text" })),
        docs: docsFor({ description }),
      })),
    },
  ];
}

function kindConstant(making: Making): StatementStructures {
  const { resource, file, types } = making;
  const { className, maxAges, attributes, staleCodes } = resource;
  const declared = declaredFields(making);
  const names = (isSettable: boolean): readonly string[] =>
    declared.filter(({ settable }) => (settable !== undefined) === isSettable).map(({ name }) => name);
  const [readOnly, settable] = [names(false), names(true)];
  const secrets = [
    ...new Set([
      ...resource.secrets,
      ...secretMembers((id) => types.model(id), { kind: "model", model: resource.model }),
    ]),
  ];
  const members = [
    code`name: ${quoted(className)}`,
    ...(attributes === undefined ? [] : [code`attributes: ${quoted(attributes.name)}`]),
    ...(readOnly.length === 0 ? [] : [code`readOnly: ${literal(readOnly)}`]),
    ...(settable.length === 0 ? [] : [code`settable: ${literal(settable)}`]),
    ...(Object.keys(maxAges).length === 0 ? [] : [code`maxAges: ${literal(maxAges)}`]),
    ...(secrets.length === 0 ? [] : [code`secrets: ${literal(secrets)}`]),
    ...(staleCodes.length === 0 ? [] : [code`staleCodes: ${literal(staleCodes)}`]),
  ];
  return {
    kind: StructureKind.VariableStatement,
    declarationKind: VariableDeclarationKind.Const,
    declarations: [
      {
        name: "kind",
        type: file.text(runtimeType("ResourceKind")),
        initializer: file.text(code`{ ${join(members, code`, `)} }`),
      },
    ],
  };
}

function resourceClass(making: Making): ClassDeclarationStructure {
  const { resource, types, file } = making;
  const model = types.modelName(resource.model, "read");
  const attributes = resource.attributes === undefined ? [] : [types.modelName(resource.attributes.model, "read")];
  const base = code`${runtimeValue("Resource")}<${join([model, changesType(making), identityType(resource), ...attributes], code`, `)}>`;
  return {
    kind: StructureKind.Class,
    isExported: true,
    name: identifier(resource.className).text,
    docs: docsFor({
      description: `A {@link ${model.text}} to act on. Making one sends nothing, and neither does reading an attribute: \`await load()\` first, or ask for one by \`await get(name)\`.`,
    }),
    extends: file.text(base),
    ctors: [
      {
        parameters: [
          { name: "client", type: file.text(runtimeType("Client")) },
          ...(resource.identityName === undefined
            ? []
            : [{ name: "identity", type: file.text(identityType(resource)) }]),
          { name: "known", type: file.text(model), hasQuestionToken: true },
        ],
        docs: docsFor({ description: "`known` is what is known of it already, for example from a list." }),
        statements: `super(client, kind, ${resource.identityName === undefined ? "{}" : "identity"}, known);`,
      },
    ],
    properties: declaredFields(making).map((field) => declaration(making, field)),
    getAccessors: [
      ...deletedGetter(resource),
      ...resource.fields
        .filter((field) => field.writeOnly !== true && !isDeclared(making, field))
        .map((field) => getter(making, field)),
    ],
    setAccessors: resource.fields.flatMap((field) => setter(making, field)),
    methods: methodsOf(making),
  };
}

/** The type of a resource's identity. */
export function identityType(resource: Resource): Code {
  return resource.identityName === undefined ? code`object` : identifier(resource.identityName);
}

function methodsOf(making: Making): MethodDeclarationStructure[] {
  const { resource } = making;
  return [
    ...(resource.update === undefined ? [] : [saveMethod(making, resource.update)]),
    ...(resource.delete === undefined ? [] : [deleteMethod(making, resource.delete)]),
    ...resource.actions.map((action) => actionMethod(making, action)),
    ...resource.relations.map((relation) => relationMethod(making, relation)),
    ...resource.waiters.map((waiter) => waiterMethod(making, waiter)),
    readMethod(making),
  ];
}

/**
 * Whether an attribute is declared only, and `Resource` makes its accessors: one that the identity does not tell, and
 * that takes what it gives if it can be set.
 */
function isDeclared(making: Making, field: ResourceField): boolean {
  if (field.writeOnly === true || identityOf(making.resource, field) !== undefined) return false;
  return field.settable === undefined || setType(making, field.settable).text === fieldType(making, field).text;
}

function declaredFields(making: Making): readonly ResourceField[] {
  return making.resource.fields.filter((field) => isDeclared(making, field));
}

/** The member of the identity that tells the same as an attribute, which cannot be changed then. */
function identityOf({ identity }: Resource, { name, type, settable }: ResourceField): IdentityMember | undefined {
  const id = identity.find(({ way = [] }) => way.length === 1 && way[0]?.name === name);
  return settable === undefined && id?.type.kind === type.kind ? id : undefined;
}

function declaration(making: Making, field: ResourceField): PropertyDeclarationStructure {
  const { name, description, deprecated } = field;
  return {
    kind: StructureKind.Property,
    hasDeclareKeyword: true,
    isReadonly: field.settable === undefined,
    name: making.file.text(propertyName(name)),
    type: making.file.text(fieldType(making, field)),
    docs: docsFor({ description, deprecated }),
  };
}

function fieldType({ types }: Making, { type, required }: ResourceField): Code {
  const printed = types.print(type, { view: "read", binary: "text" });
  return required || type.kind === "unknown" ? printed : code`${printed} | undefined`;
}

function setType({ types }: Making, settable: TypeRef): Code {
  return types.print(settable, { view: "write", binary: "text" });
}

function getter(making: Making, field: ResourceField): GetAccessorDeclarationStructure {
  const { file, resource } = making;
  const { name, description, deprecated } = field;
  // What names the object need not be read.
  const id = identityOf(resource, field);
  const known = id === undefined ? code`` : code`, ${access(code`this.identity`, id.name)}`;
  return {
    kind: StructureKind.GetAccessor,
    name: file.text(propertyName(name)),
    docs: docsFor({ description, deprecated }),
    returnType: file.text(fieldType(making, field)),
    statements: file.text(code`return this.attribute(${quoted(name)}${known});`),
  };
}

function setter(making: Making, field: ResourceField): SetAccessorDeclarationStructure[] {
  const { name, settable } = field;
  if (settable === undefined || isDeclared(making, field)) return [];
  const { file } = making;
  return [
    {
      kind: StructureKind.SetAccessor,
      name: file.text(propertyName(name)),
      parameters: [{ name: "value", type: file.text(setType(making, settable)) }],
      statements: file.text(code`this.setAttributes({ ${memberName(name)}: value });`),
    },
  ];
}

function deletedGetter({ deleted }: Resource): GetAccessorDeclarationStructure[] {
  const [first, ...rest] = deleted ?? [];
  if (first === undefined) return [];
  const found = reach(code`this.attribute(${quoted(first.name)})`, rest, first.mayBeMissing);
  return [
    {
      kind: StructureKind.GetAccessor,
      name: "isDeleted",
      docs: docsFor({
        description:
          "Whether it had been deleted when it was read. Such a thing can still be read, and no longer be changed.",
      }),
      returnType: "boolean",
      statements: code`return Boolean(${found});`.text,
    },
  ];
}

function readMethod({ resource, types, file, operation, locate }: Making): MethodDeclarationStructure {
  const load = operation(resource.load);
  const call = identifier(load.name, { module: locate(load), isType: false });
  const input =
    resource.identity.length === 0 ? (load.inputName === undefined ? code`` : code`{}, `) : code`this.identity, `;
  return {
    kind: StructureKind.Method,
    scope: Scope.Protected,
    hasOverrideKeyword: true,
    name: "readFromService",
    parameters: [{ name: "options", type: file.text(runtimeType("RequestOptions")), hasQuestionToken: true }],
    returnType: file.text(code`Promise<${outputType(types, load)}>`),
    statements: file.text(render("return.ts.hbs", { value: code`${call}(this.client, ${input}options)` })),
  };
}

/** How the client's method makes a resource: by the only member of its identity, by all of them, or without any. */
export function isNamedByOne({ identity }: Resource): boolean {
  return identity.length === 1 && identity[0]?.way !== undefined && !mayBeMissing(identity[0].way);
}

/** A member of the identity of something known. */
export function identityMember({ name, way }: IdentityMember, known: Code): Code {
  return code`${memberName(name)}: ${reach(known, way ?? [])}`;
}
