import { type Draft } from "../json.js";
import { openapi3 } from "../shapes/openapi-3.js";
import { walkObjects } from "../shapes/walk.js";

/** Gives the schemas of a converted tree the words of OpenAPI 3.0, in place. */
export function convertSchemas(root: Draft): void {
  walkObjects(root, openapi3, ({ kind, value }) => {
    if (kind !== "schema") return;
    const schema: Draft = value;
    if (schema["type"] === "file") Object.assign(schema, { type: "string", format: "binary" });
    if (typeof schema["discriminator"] === "string")
      schema["discriminator"] = { propertyName: schema["discriminator"] };
    if (typeof schema["x-nullable"] === "boolean") {
      schema["nullable"] = schema["x-nullable"];
      delete schema["x-nullable"];
    }
    delete schema["collectionFormat"];
  });
}
