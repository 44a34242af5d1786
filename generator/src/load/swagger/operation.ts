import { isList, isObject, setMember, without, type Draft } from "../json.js";
import { escapeToken } from "../pointer.js";
import { mediaTypes, type Conversion } from "./conversion.js";
import { bodyOf, type BodyParameter } from "./request-body.js";
import { isBodyParameter } from "./parameter.js";
import { convertResponse } from "./response.js";
import { serversOf } from "./servers.js";
import type { Json, JsonObject } from "../document.js";

/** Parameters that a path item shares among its operations. */
export interface SharedParameters {
  readonly at: string;
  readonly list: readonly Json[];
}

/** Converts an operation. Its place is the same in both trees. */
export function convertOperation(
  operation: JsonObject,
  at: string,
  shared: SharedParameters,
  conversion: Conversion,
): Json {
  const draft = without(operation, "consumes", "produces", "schemes", "parameters", "responses");
  const parameters = operation["parameters"];
  if (isList(parameters)) {
    const list = conversion.parameters(parameters, `${at}/parameters`, `${at}/parameters`);
    if (list.length > 0) draft["parameters"] = list;
  } else if (parameters !== undefined) draft["parameters"] = parameters;

  const own = isList(parameters) ? parameters : [];
  const inBody = [
    ...bodyParameters(own, `${at}/parameters`, conversion),
    ...bodyParameters(shared.list, shared.at, conversion),
  ];
  const consumed = mediaTypes(operation["consumes"]) ?? conversion.consumedEverywhere;
  const body = bodyOf(inBody, consumed, `${at}/requestBody`, conversion);
  if (body !== undefined) draft["requestBody"] = body;

  const produced = mediaTypes(operation["produces"]) ?? conversion.producedEverywhere;
  const responses = operation["responses"];
  if (responses !== undefined)
    draft["responses"] = convertResponses(responses, produced, `${at}/responses`, conversion);
  if (isList(operation["schemes"])) {
    draft["servers"] = serversOf(conversion.root, operation["schemes"]);
    conversion.move(`${at}/schemes`, `${at}/servers`);
  }
  return draft;
}

/** The parameters of a list that make up the body, each once: an operation's own replaces a shared one of that name. */
function bodyParameters(list: readonly Json[], at: string, conversion: Conversion): readonly BodyParameter[] {
  return list.flatMap((value, index) => {
    const parameter = isObject(value) ? conversion.resolve(value) : undefined;
    return parameter !== undefined && isBodyParameter(parameter) ? [{ parameter, at: `${at}/${index}` }] : [];
  });
}

function convertResponses(responses: Json, produced: readonly string[], at: string, conversion: Conversion): Json {
  if (!isObject(responses)) return responses;
  const draft: Draft = {};
  for (const [status, response] of Object.entries(responses)) {
    const place = `${at}/${escapeToken(status)}`;
    const isResponse = isObject(response) && !status.startsWith("x-");
    setMember(draft, status, isResponse ? convertResponse(response, produced, place, place, conversion) : response);
  }
  return draft;
}
