/** The kinds of OpenAPI object, named after the standard's "… Object" sections. */
export type Kind =
  | "document"
  | "info"
  | "contact"
  | "license"
  | "server"
  | "serverVariable"
  | "paths"
  | "pathItem"
  | "operation"
  | "externalDocs"
  | "parameter"
  | "requestBody"
  | "mediaType"
  | "encoding"
  | "responses"
  | "response"
  | "callback"
  | "example"
  | "link"
  | "header"
  | "tag"
  | "components"
  | "schema"
  | "discriminator"
  | "xml"
  | "securityScheme"
  | "oauthFlows"
  | "oauthFlow"
  | "securityRequirement";

/** JSON types, as members may demand them. */
export type JsonType = "string" | "boolean" | "number" | "integer" | "null";

/** What may stand at a place of a document. */
export type Shape =
  | { readonly is: "scalar"; readonly types: readonly JsonType[] }
  /** Any JSON value; a `$ref` in it is part of the data. */
  | { readonly is: "data" }
  | { readonly is: "object"; readonly kind: Kind }
  | { readonly is: "list"; readonly of: Shape; readonly orScalar?: JsonType }
  | { readonly is: "map"; readonly of: Shape };

/** One kind of object: its members, as far as the standard names them. Extensions (`x-…`) are allowed everywhere. */
export interface ObjectShape {
  /** The name that messages use: `Operation Object`. */
  readonly title: string;
  readonly members: Readonly<Record<string, Shape>>;
  /** Members that the standard demands. */
  readonly required?: readonly string[];
  /** What members without a fixed name are: the paths of `paths`, the status codes of `responses`. */
  readonly others?: Shape;
  /** `true` and `false` may stand for the object (schemas only). */
  readonly orBoolean?: true;
}

/** The objects of one family of versions, and where named objects of a kind are kept in a document. */
export interface Dialect {
  readonly shapes: Readonly<Record<Kind, ObjectShape>>;
  /** For each kind that can be referred to by name: the path of the map that holds the names. */
  readonly homes: Readonly<Partial<Record<Kind, readonly string[]>>>;
}

export const text: Shape = { is: "scalar", types: ["string"] };
export const flag: Shape = { is: "scalar", types: ["boolean"] };
export const number: Shape = { is: "scalar", types: ["number"] };
export const count: Shape = { is: "scalar", types: ["integer"] };
export const data: Shape = { is: "data" };

export const object = (kind: Kind): Shape => ({ is: "object", kind });
export const list = (of: Shape): Shape => ({ is: "list", of });
export const map = (of: Shape): Shape => ({ is: "map", of });

/** What a member of an object is; unknown members and extensions are data. */
export function memberShape(shape: ObjectShape, name: string): Shape {
  if (Object.hasOwn(shape.members, name)) return shape.members[name] ?? data;
  return name.startsWith("x-") ? data : (shape.others ?? data);
}

/** What stands at a path of a document, by the names alone. */
export function shapeAt(dialect: Dialect, path: readonly string[]): Shape {
  let shape = object("document");
  for (const token of path) {
    if (shape.is === "object") shape = memberShape(dialect.shapes[shape.kind], token);
    else if (shape.is === "list" || shape.is === "map") shape = shape.of;
    else return data;
  }
  return shape;
}
