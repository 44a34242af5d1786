import { referenceOf } from "../../load/json.js";
import { parsePointer, pointerOfLocalRef } from "../../load/pointer.js";
import { openapi3 } from "../../load/shapes/openapi-3.js";
import { shapeAt } from "../../load/shapes/shape.js";
import type { Rule } from "../rule.js";

/** A reference must lead to an object of the kind that belongs in its place. */
export const wrongRefKind: Rule = {
  code: "wrong-ref-kind",
  start: ({ report }) => ({
    everyKind: (kind, value, pointer) => {
      const ref = referenceOf(value);
      if (ref === undefined || !ref.startsWith("#")) return;
      const there = shapeAt(openapi3, parsePointer(pointerOfLocalRef(ref)));
      if (there.is !== "object" || there.kind === kind) return;
      const [found, wanted] = [openapi3.shapes[there.kind].title, openapi3.shapes[kind].title];
      report({
        code: "wrong-ref-kind",
        message: `The reference \`${ref}\` leads to a ${found}, but a ${wanted} belongs here.`,
        help: `Let it lead to a ${wanted}.`,
        pointer: `${pointer}/$ref`,
        reading: kind === "schema" ? "It is read as any value." : `What it leads to is read as a ${wanted}.`,
      });
    },
  }),
};
