import {
  StructureKind,
  type InterfaceDeclarationStructure,
  type PropertySignatureStructure,
  type TypeAliasDeclarationStructure,
} from "ts-morph";
import type { Api, Field, Model, ObjectShape } from "../ir/types.js";
import { docsFor, limitsInWords } from "./docs.js";
import { identifier, propertyName } from "./escape.js";
import { TypeScriptFile } from "./files.js";
import { isVisible, type Printing, type Types, type View } from "./types.js";

/** `models.ts`: an interface for every object, an alias for everything else that has a name. */
export function emitModels(api: Api, types: Types): TypeScriptFile {
  const file = new TypeScriptFile("models");
  for (const model of api.models) {
    const views: readonly View[] = model.inputName === undefined ? [soleView(model)] : ["read", "write"];
    for (const view of views) {
      file.add(
        model.shape.kind === "object"
          ? interfaceOf(file, types, model, model.shape, view)
          : aliasOf(file, types, model, model.shape.type, view),
      );
    }
  }
  return file;
}

/** The side that a model with one declaration shows; both sides are alike when it is used on both. */
export function soleView({ usage }: Model): View {
  return usage.input && !usage.output ? "write" : "read";
}

/** How the types inside a model are printed. */
function printingOf({ usage }: Model, view: View): Printing {
  return { view, binary: usage.form && view === "write" ? "upload" : "text" };
}

function interfaceOf(
  file: TypeScriptFile,
  types: Types,
  model: Model,
  shape: ObjectShape,
  view: View,
): InterfaceDeclarationStructure {
  const printing = printingOf(model, view);
  return {
    kind: StructureKind.Interface,
    isExported: true,
    name: nameOf(model, view),
    docs: docsOf(model, view),
    extends: shape.extends.map((base) => file.text(types.modelName(base, view))),
    properties: shape.fields
      .filter((field) => isVisible(field, view))
      .map((field) => propertyOf(file, types, field, printing, model.usage.input)),
    indexSignatures:
      shape.additional === undefined
        ? []
        : [{ keyName: "name", keyType: "string", returnType: file.text(types.additionalType(shape, printing)) }],
  };
}

function aliasOf(
  file: TypeScriptFile,
  types: Types,
  model: Model,
  type: Parameters<Types["print"]>[0],
  view: View,
): TypeAliasDeclarationStructure {
  return {
    kind: StructureKind.TypeAlias,
    isExported: true,
    name: nameOf(model, view),
    docs: docsOf(model, view),
    type: file.text(types.print(type, { ...printingOf(model, view), spellRecords: true })),
  };
}

/** A member of an interface. `isSent` says that callers may write it, and then undefined means "left out". */
export function propertyOf(
  file: TypeScriptFile,
  types: Types,
  field: Field,
  printing: Printing,
  isSent: boolean,
): PropertySignatureStructure {
  return {
    kind: StructureKind.PropertySignature,
    name: file.text(propertyName(field.name)),
    hasQuestionToken: !field.required,
    isReadonly: printing.view === "read" && field.readOnly === true,
    type: file.text(types.fieldType(field, printing, isSent)),
    docs: docsFor({
      description: field.description,
      notes: [limitsInWords(field.limits)].filter((note) => note !== undefined),
      default: printing.view === "write" ? field.default : undefined,
      deprecated: field.deprecated,
    }),
  };
}

function nameOf(model: Model, view: View): string {
  return identifier(view === "write" ? (model.inputName ?? model.name) : model.name).text;
}

function docsOf({ name, inputName, summary, description, deprecated }: Model, view: View): string[] {
  const said = summary !== undefined || description !== undefined;
  if (inputName === undefined) return docsFor({ summary, description, deprecated });
  const note = view === "write" ? `What is sent of a {@link ${name}}.` : `Sent as {@link ${inputName}}.`;
  return docsFor({ summary, description, deprecated, notes: said || view === "write" ? [note] : [] });
}
