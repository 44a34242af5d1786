import { isList, isObject, typeName } from "../../load/json.js";
import { escapeToken } from "../../load/pointer.js";
import { openapi3 } from "../../load/shapes/openapi-3.js";
import { memberShape, type JsonType, type Shape } from "../../load/shapes/shape.js";
import type { Json } from "../../load/document.js";
import type { Rule } from "../rule.js";

/** Every member must have the JSON type that the standard gives it. */
export const wrongType: Rule = {
  code: "wrong-type",
  start: ({ report }) => ({
    everyKind: (kind, value, pointer) => {
      const object = openapi3.shapes[kind];
      for (const [name, child] of Object.entries(value)) {
        for (const fault of faults(child, memberShape(object, name), `${pointer}/${escapeToken(name)}`)) {
          // Without paths of the right type there is nothing to generate.
          const reading = fault.pointer === "/paths" ? {} : { reading: "It is read as if it were not there." };
          report({
            code: "wrong-type",
            message: `${fault.part}\`${name}\` in this ${object.title} must be ${fault.wanted}, but is ${fault.found}.`,
            help: helpFor(fault),
            pointer: fault.pointer,
            ...reading,
          });
        }
      }
    },
  }),
};

interface Fault {
  readonly pointer: string;
  /** "" for the member itself, otherwise which part of it, to be put before its name. */
  readonly part: string;
  readonly wanted: string;
  readonly found: string;
}

function faults(value: Json, shape: Shape, pointer: string, part = ""): readonly Fault[] {
  const fault = (wanted: string): readonly Fault[] => [{ pointer, part, wanted, found: typeName(value) }];
  switch (shape.is) {
    case "data":
      return [];
    case "scalar":
      return shape.types.some((type) => hasType(value, type)) ? [] : fault(shape.types.map(nameOf).join(" or "));
    case "object":
      if (isObject(value) || (typeof value === "boolean" && openapi3.shapes[shape.kind].orBoolean === true)) return [];
      return fault(`an object (${openapi3.shapes[shape.kind].title})`);
    case "list":
      if (shape.orScalar !== undefined && hasType(value, shape.orScalar)) return [];
      if (!isList(value)) return fault(shape.orScalar === undefined ? "a list" : `${nameOf(shape.orScalar)} or a list`);
      return value.flatMap((item, index) => faults(item, shape.of, `${pointer}/${index}`, "An item of "));
    case "map":
      if (!isObject(value)) return fault("an object");
      return Object.entries(value).flatMap(([name, child]) =>
        name.startsWith("x-") && !isObject(child)
          ? []
          : faults(child, shape.of, `${pointer}/${escapeToken(name)}`, "A member of "),
      );
  }
}

function hasType(value: Json, type: JsonType): boolean {
  if (type === "null") return value === null;
  return type === "integer" ? Number.isInteger(value) : typeof value === type;
}

function nameOf(type: JsonType): string {
  return type === "integer" ? "a whole number" : type === "null" ? "null" : `a ${type}`;
}

function helpFor({ wanted, found }: Fault): string {
  if (found === "null") return "Give it a value, or remove the key.";
  if (wanted === "a string" && (found === "a number" || found === "a boolean")) return "Put the value in quotes.";
  if (wanted === "a list") return "Write it as a list: in YAML, each item on its own line after a `-`.";
  return `Write ${wanted} there.`;
}
