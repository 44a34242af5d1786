import { objectMember, textMember } from "../../load/json.js";
import { openapi3 } from "../../load/shapes/openapi-3.js";
import { parsePointer } from "../../load/pointer.js";
import type { JsonObject } from "../../load/document.js";
import type { Kind } from "../../load/shapes/shape.js";
import type { Context, Rule } from "../rule.js";

/** Members that the standard demands must be there. */
export const missingMember: Rule = {
  code: "missing-member",
  start: (context) => ({
    everyKind: (kind, value, pointer) => {
      if (kind !== "schema" && textMember(value, "$ref") !== undefined) return;
      for (const name of required(kind, value, pointer, context)) {
        if (Object.hasOwn(value, name)) continue;
        const { title } = openapi3.shapes[kind];
        context.report({
          code: "missing-member",
          message: `This ${title} has no \`${name}\`.`,
          help: `Add \`${name}\`: the standard demands it there.`,
          pointer,
          atKey: true,
          ...readings[kind],
        });
      }
      if (kind === "parameter" && !Object.hasOwn(value, "schema") && !Object.hasOwn(value, "content")) {
        context.report({
          code: "missing-member",
          message: "This Parameter Object has neither `schema` nor `content`.",
          help: "Add a `schema` that says what the value looks like.",
          pointer,
          atKey: true,
          reading: "Any value is taken.",
        });
      }
    },
  }),
};

/** How objects are read that lack something; kinds that are not listed cannot be read then. */
const readings: Readonly<Partial<Record<Kind, { readonly reading: string }>>> = {
  info: { reading: "It is read as empty." },
  license: { reading: "It is left out." },
  externalDocs: { reading: "It is left out." },
  tag: { reading: "It is left out." },
  server: { reading: "It is left out." },
  serverVariable: { reading: "Its default is read as empty." },
  operation: { reading: "Its replies are read as empty." },
  requestBody: { reading: "It is read as no body." },
  response: { reading: "It is read as empty." },
  parameter: { reading: "The parameter is left out." },
  discriminator: { reading: "The discriminator is left out." },
  securityScheme: { reading: "The scheme is left out." },
  oauthFlow: { reading: "It is read as empty." },
};

function required(kind: Kind, value: JsonObject, pointer: string, context: Context): readonly string[] {
  const { version } = context;
  const isOld = version.startsWith("2.") || version.startsWith("3.0");
  switch (kind) {
    case "document":
      return isOld ? ["info", "paths"] : neededContents(value);
    case "operation":
      return isOld ? ["responses"] : [];
    case "response":
      return version.startsWith("3.2") ? [] : ["description"];
    case "securityScheme":
      return ["type", ...neededByScheme(textMember(value, "type"))];
    case "oauthFlow":
      return ["scopes", ...neededByFlow(parsePointer(pointer).at(-1) ?? "")];
    default:
      return openapi3.shapes[kind].required ?? [];
  }
}

/** Since 3.1, any of three members makes a document worth having. */
function neededContents(document: JsonObject): readonly string[] {
  const hasContents = ["paths", "components", "webhooks"].some((name) => Object.hasOwn(document, name));
  return hasContents || objectMember(document, "x-webhooks") !== undefined ? ["info"] : ["info", "paths"];
}

function neededByScheme(type: string | undefined): readonly string[] {
  switch (type) {
    case "apiKey":
      return ["name", "in"];
    case "http":
      return ["scheme"];
    case "oauth2":
      return ["flows"];
    case "openIdConnect":
      return ["openIdConnectUrl"];
    default:
      return [];
  }
}

function neededByFlow(flow: string): readonly string[] {
  switch (flow) {
    case "implicit":
      return ["authorizationUrl"];
    case "authorizationCode":
      return ["authorizationUrl", "tokenUrl"];
    case "deviceAuthorization":
      return ["deviceAuthorizationUrl", "tokenUrl"];
    case "password":
    case "clientCredentials":
      return ["tokenUrl"];
    default:
      return [];
  }
}
