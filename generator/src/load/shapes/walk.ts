import { isList, isObject, referenceOf } from "../json.js";
import { escapeToken } from "../pointer.js";
import { memberShape, object, type Dialect, type Kind, type Shape } from "./shape.js";
import type { Json, JsonObject } from "../document.js";

/** One object of a document, as a walk meets it. */
export interface Visit {
  readonly kind: Kind;
  readonly value: JsonObject;
  /** JSON pointer of the object. */
  readonly pointer: string;
}

/**
 * Visits every OpenAPI object of a tree once, children before their parents, references as the objects that they are
 * (`kind` is what is expected in their place). Examples, extensions and other data are not entered.
 */
export function walkObjects(root: Json, dialect: Dialect, visit: (visit: Visit) => void): void {
  const enter = (value: Json, shape: Shape, pointer: string): void => {
    if (shape.is === "data" || shape.is === "scalar") return;
    if (isList(value)) {
      if (shape.is === "list")
        for (const [index, item] of value.entries()) enter(item, shape.of, `${pointer}/${index}`);
      return;
    }
    if (!isObject(value)) return;
    if (shape.is === "map") {
      for (const [name, child] of Object.entries(value)) {
        if (typeof child === "object" && child !== null) enter(child, shape.of, `${pointer}/${escapeToken(name)}`);
      }
      return;
    }
    if (shape.is !== "object") return;
    const objectShape = dialect.shapes[shape.kind];
    const isReference = shape.kind !== "schema" && referenceOf(value) !== undefined;
    if (!isReference) {
      for (const [name, child] of Object.entries(value)) {
        if (typeof child !== "object" || child === null) continue;
        enter(child, memberShape(objectShape, name), `${pointer}/${escapeToken(name)}`);
      }
    }
    visit({ kind: shape.kind, value, pointer });
  };
  enter(root, object("document"), "");
}
