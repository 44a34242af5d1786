import type { Json, JsonObject } from "../load/document.js";
import { readBody } from "./bodies.js";
import { asObject, asString, defined, entries, member } from "./json.js";
import { methods } from "./methods.js";
import { pascalCase } from "./names.js";
import { child } from "./pointer.js";
import type { Schemas } from "./schemas.js";
import { wordsOf } from "./text.js";
import type { JsonValue, Link, Webhook } from "./types.js";

/** The requests that an API sends on its own account: `webhooks`, and `x-webhooks` of documents before 3.1. */
export function readWebhooks(schemas: Schemas): readonly Webhook[] {
  return ["webhooks", "x-webhooks"].flatMap((name) =>
    entries(member(schemas.root, name)).flatMap(([id, item]) =>
      requests(schemas, item, child("", name, id), id, pascalCase(id)),
    ),
  );
}

/** The requests that an API makes in answer to an operation. */
export function readCallbacks(
  schemas: Schemas,
  operation: JsonObject,
  pointer: string,
  hint: string,
): readonly Webhook[] {
  return entries(member(operation, "callbacks")).flatMap(([id, value]) =>
    entries(schemas.resolve(value)).flatMap(([expression, item]) =>
      requests(schemas, item, child(pointer, "callbacks", id, expression), id, hint + pascalCase(id)).map(
        (request) => ({ ...request, expression }),
      ),
    ),
  );
}

/** How values of an operation's replies serve as inputs of other operations. */
export function readLinks(schemas: Schemas, operation: JsonObject): readonly Link[] {
  return entries(member(operation, "responses")).flatMap(([status, value]) =>
    entries(member(schemas.resolve(value), "links")).map(([name, item]) => {
      const link = schemas.resolve(item);
      return defined<Link>({
        name,
        status,
        target: asString(member(link, "operationId")) ?? asString(member(link, "operationRef")) ?? "",
        parameters: (member(link, "parameters") ?? {}) as JsonValue,
        description: asString(member(link, "description")),
      });
    }),
  );
}

function requests(schemas: Schemas, item: Json, pointer: string, id: string, hint: string): readonly Webhook[] {
  return entries(schemas.resolve(item))
    .filter(([method]) => methods.includes(method))
    .map(([method, value]) => {
      const operation = asObject(value) ?? {};
      const { body } = readBody(schemas, operation, child(pointer, method), hint, []);
      return defined<Webhook>({ id, method: method.toUpperCase(), ...wordsOf(operation), body });
    });
}
