import { bigIntModels, holdsBigInt } from "../ir/big-ints.js";
import type { Api, Enum, Field, Model, ObjectShape, TypeRef } from "../ir/types.js";
import type { Code } from "./code.js";
import { code, join, runtimeType } from "./code.js";
import { identifier, literal, propertyName, quoted } from "./escape.js";

/** Which side of a model is meant: what is received, or what is sent. */
export type View = "read" | "write";

/** How a type is printed. */
export interface Printing {
  readonly view: View;
  /** What bytes are here: text inside JSON, a file in a form, or a whole body. */
  readonly binary: "text" | "upload" | "body" | "bytes";
  /** Write `{ [name: string]: T }` for a record: an alias that leads back to itself cannot use `Record`. */
  readonly spellRecords?: boolean;
}

/** Finds the models and enums of an API by id, and prints types in TypeScript. */
export class Types {
  readonly #models: ReadonlyMap<string, Model>;
  readonly #enums: ReadonlyMap<string, Enum>;
  readonly #bigIntModels: ReadonlySet<string>;

  constructor(api: Api) {
    this.#models = new Map(api.models.map((model) => [model.id, model]));
    this.#enums = new Map(api.enums.map((item) => [item.id, item]));
    this.#bigIntModels = bigIntModels(api.models);
  }

  model(id: string): Model {
    const model = this.#models.get(id);
    if (model === undefined) throw new Error(`No model has the id ${id}.`);
    return model;
  }

  enum(id: string): Enum {
    const found = this.#enums.get(id);
    if (found === undefined) throw new Error(`No enum has the id ${id}.`);
    return found;
  }

  /** The name of a model, imported from where it is declared. */
  modelName(id: string, view: View): Code {
    const { name, inputName } = this.model(id);
    return identifier(view === "write" ? (inputName ?? name) : name, { module: "models", isType: true });
  }

  /** Whether a value of the type is, or holds, a `bigint`. */
  holdsBigInt(type: TypeRef): boolean {
    return holdsBigInt(this.#bigIntModels, type);
  }

  /** Every field of a model, those of the models it extends included. */
  allFields(id: string): readonly Field[] {
    const { shape } = this.model(id);
    return shape.kind === "object" ? [...shape.extends.flatMap((base) => this.allFields(base)), ...shape.fields] : [];
  }

  print(type: TypeRef, printing: Printing): Code {
    switch (type.kind) {
      case "unknown":
        return code`unknown`;
      case "never":
        return code`never`;
      case "null":
        return code`null`;
      case "boolean":
        return code`boolean`;
      case "string":
        return code`string`;
      case "number":
        return code`number`;
      case "bigint":
        return code`bigint`;
      case "binary":
        return binaryType(printing.binary);
      case "literal":
        return literal(type.value);
      case "array":
        return code`${grouped(this.print(type.items, printing), this.#isCompound(type.items, printing))}[]`;
      case "tuple":
        return this.#tuple(type, printing);
      case "record":
        return printing.spellRecords === true && type.values.kind !== "never"
          ? code`{ [name: string]: ${this.print(type.values, printing)} }`
          : code`Record<string, ${this.print(type.values, printing)}>`;
      case "object":
        return this.#object(type.shape, printing);
      case "union":
        return this.#union(type, printing);
      case "intersection":
        return join(
          type.members.map((member) => grouped(this.print(member, printing), this.#isCompound(member, printing))),
          code` & `,
        );
      case "model":
        return this.modelName(type.model, printing.view);
      case "enum":
        return this.#enumType(type.enum, printing);
    }
  }

  #tuple(type: TypeRef & { kind: "tuple" }, printing: Printing): Code {
    const items = type.items.map((item) => this.print(item, printing));
    if (type.rest !== undefined) {
      items.push(code`...${grouped(this.print(type.rest, printing), this.#isCompound(type.rest, printing))}[]`);
    }
    return code`[${join(items, code`, `)}]`;
  }

  #object(shape: ObjectShape, printing: Printing): Code {
    const own = shape.fields
      .filter((field) => isVisible(field, printing.view))
      .map(
        (field) =>
          code`${readonlyMark(field, printing.view)}${propertyName(field.name)}${optionalMark(field)}: ${this.fieldType(field, printing, printing.view === "write")}`,
      );
    const additional =
      shape.additional === undefined ? [] : [code`[name: string]: ${this.additionalType(shape, printing)}`];
    const body = code`{ ${join([...own, ...additional], code`; `)} }`;
    return join([...shape.extends.map((base) => this.modelName(base, printing.view)), body], code` & `);
  }

  /** The type of a field; an optional one that is sent may also be given as undefined. */
  fieldType(field: Field, printing: Printing, mayBeUndefined: boolean): Code {
    const type = this.print(field.type, printing);
    return mayBeUndefined && !field.required && field.type.kind !== "unknown" ? code`${type} | undefined` : type;
  }

  /** The type of members that are not listed. Beside listed ones it has to cover those too, so it is left open. */
  additionalType(shape: ObjectShape, printing: Printing): Code {
    if (shape.additional === undefined || shape.fields.length > 0 || shape.extends.length > 0) return code`unknown`;
    return this.print(shape.additional, printing);
  }

  #union({ members, discriminator }: TypeRef & { kind: "union" }, printing: Printing): Code {
    const hasText = members.some((member) => member.kind === "string");
    const pieces = members.map((member, index) => {
      const values = discriminator?.values[index] ?? [];
      if (
        discriminator !== undefined &&
        member.kind === "model" &&
        values.length > 0 &&
        !this.#isTagged(member.model, discriminator.property)
      ) {
        return this.#tagged(member.model, discriminator.property, values, printing);
      }
      // Plain `string` would swallow the names beside it; this keeps them in completions.
      if (member.kind === "string" && members.some(({ kind }) => kind === "enum" || kind === "literal"))
        return code`(string & {})`;
      if (member.kind === "enum" && hasText)
        return identifier(this.enum(member.enum).name, { module: "enums", isType: true });
      return grouped(this.print(member, printing), member.kind === "intersection");
    });
    return join(pieces, code` | `);
  }

  #tagged(model: string, property: string, values: readonly string[], printing: Printing): Code {
    return code`(${this.modelName(model, printing.view)} & { ${propertyName(property)}: ${join(values.map(quoted), code` | `)} })`;
  }

  /** Whether the model itself already says which value its discriminator has. */
  #isTagged(model: string, property: string): boolean {
    return this.allFields(model).some(
      (field) => field.name === property && field.type.kind === "literal" && field.required,
    );
  }

  #enumType(id: string, printing: Printing): Code {
    const { name, type } = this.enum(id);
    const names = identifier(name, { module: "enums", isType: true });
    if (!this.#isOpen(id, printing)) return names;
    return type === "string" ? code`${names} | (string & {})` : code`${names} | (number & {})`;
  }

  /** A server may add values, so what is received is open; what is sent is closed. A spec may say otherwise. */
  #isOpen(id: string, { view }: Printing): boolean {
    return this.enum(id).open ?? view === "read";
  }

  #isCompound(type: TypeRef, printing: Printing): boolean {
    return (
      type.kind === "union" ||
      type.kind === "intersection" ||
      (type.kind === "object" && type.shape.extends.length > 0) ||
      (type.kind === "enum" && this.#isOpen(type.enum, printing))
    );
  }
}

/** Whether a field exists on that side: the server's own fields are not sent, secrets that are only sent do not come back. */
export function isVisible(field: Field, view: View): boolean {
  return view === "read" ? field.writeOnly !== true : field.readOnly !== true;
}

function readonlyMark(field: Field, view: View): Code {
  return view === "read" && field.readOnly === true ? code`readonly ` : code``;
}

function optionalMark(field: Field): Code {
  return field.required ? code`` : code`?`;
}

function grouped(type: Code, isCompound: boolean): Code {
  return isCompound ? code`(${type})` : type;
}

function binaryType(binary: Printing["binary"]): Code {
  switch (binary) {
    case "text":
      return code`string`;
    case "upload":
      return runtimeType("Upload");
    case "body":
      return runtimeType("BinaryBody");
    case "bytes":
      return code`Uint8Array`;
  }
}
