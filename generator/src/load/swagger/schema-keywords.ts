import { schemaShape } from "../shapes/schema.js";

/** Members that parameters and headers have in both versions, although schemas have members of that name too. */
const own = new Set(["description", "required", "deprecated"]);

/** Whether a member of a 2.0 parameter or header says what its value looks like. */
export function isSchemaKeyword(name: string): boolean {
  return (Object.hasOwn(schemaShape.members, name) && !own.has(name)) || name === "collectionFormat";
}
