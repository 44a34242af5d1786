import { isList, isObject, member, objectMember, referenceOf } from "../load/json.js";
import { escapeToken, pointerOfLocalRef } from "../load/pointer.js";
import type { Json, JsonObject } from "../load/document.js";
import type { Check, Checks, Context } from "./rule.js";

/** An example or a default in a document. */
export interface ExampleSite {
  readonly noun: "example" | "default";
  readonly value: Json;
  readonly schema: Json;
  /** Where the value stands. */
  readonly pointer: string;
  /** Where the schema is used. */
  readonly usedAt: string;
}

/** Checks that meet every example and every default of a document. Examples that are referred to are left to the caller. */
export function atExamples(
  { resolve }: Pick<Context, "resolve">,
  check: (site: ExampleSite) => void,
  { followReferences }: { readonly followReferences: boolean },
): Checks {
  const withSchema: Check = (owner, usedAt) => {
    const { schema, example } = owner;
    if (schema === undefined) return;
    if (example !== undefined) check({ noun: "example", value: example, schema, pointer: `${usedAt}/example`, usedAt });
    for (const [name, entry] of Object.entries(objectMember(owner, "examples") ?? {})) {
      const at = `${usedAt}/examples/${escapeToken(name)}`;
      const ref = followReferences ? referenceOf(entry) : undefined;
      const found = ref === undefined ? entry : resolve(entry);
      const value = isObject(found) ? member(found, "value") : undefined;
      const home = ref === undefined ? at : pointerOfLocalRef(ref);
      if (value !== undefined) check({ noun: "example", value, schema, pointer: `${home}/value`, usedAt });
    }
  };
  return {
    schema: (schema, usedAt) => {
      for (const noun of ["example", "default"] as const) {
        const value = schema[noun];
        if (value !== undefined) check({ noun, value, schema, pointer: `${usedAt}/${noun}`, usedAt });
      }
      for (const [index, value] of examplesOf(schema).entries()) {
        check({ noun: "example", value, schema, pointer: `${usedAt}/examples/${index}`, usedAt });
      }
    },
    parameter: withSchema,
    header: withSchema,
    mediaType: withSchema,
  };
}

function examplesOf(schema: JsonObject): readonly Json[] {
  return isList(schema["examples"]) ? schema["examples"] : [];
}
