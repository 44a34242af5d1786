import { isList, isObject, setMember, without, type Draft } from "../json.js";
import { escapeToken, formatPointer } from "../pointer.js";
import { convertOperation } from "./operation.js";
import { convertParameter, isBodyParameter } from "./parameter.js";
import { convertResponse } from "./response.js";
import { convertSchemas } from "./schemas.js";
import { convertSecurityScheme } from "./security-scheme.js";
import { serversOf } from "./servers.js";
import { Conversion } from "./conversion.js";
import { rewrite } from "../upgrade/upgrade.js";
import type { Json, JsonObject } from "../document.js";
import type { Origins } from "../origins.js";

/** Members of a Swagger document that have a new place or no place in OpenAPI 3. */
const replaced = [
  "swagger",
  "host",
  "basePath",
  "schemes",
  "consumes",
  "produces",
  "paths",
  "definitions",
  "parameters",
  "responses",
  "securityDefinitions",
];

/**
 * Turns a bundled Swagger 2.0 tree into the shape of OpenAPI 3. Values of the wrong JSON type are carried over as they
 * are, so that validation finds them at their new place and points at the old one.
 * https://spec.openapis.org/oas/v2.0.html
 */
export function convertSwagger(bundled: Draft, origins: Origins): Draft {
  const conversion = new Conversion(bundled, origins);
  const root: Draft = { openapi: "3.1.0" };
  const servers = serversOf(bundled, bundled["schemes"]);
  if (servers.length > 0) root["servers"] = servers;
  for (const [name, value] of Object.entries(without(bundled, ...replaced))) setMember(root, name, value);
  conversion.move("/schemes", "/servers");
  if (bundled["paths"] !== undefined) root["paths"] = convertPaths(bundled["paths"], conversion);
  const components = convertComponents(conversion);
  if (Object.keys(components).length > 0) root["components"] = components;
  convertSchemas(root);
  rewrite(root, (pointer) => conversion.newPointer(pointer));
  return root;
}

function convertPaths(paths: Json, conversion: Conversion): Json {
  return mapMembers(paths, (item, path) => {
    if (path.startsWith("x-") || !isObject(item)) return item;
    const at = `/paths/${escapeToken(path)}`;
    const shared = isList(item["parameters"]) ? item["parameters"] : [];
    const sharedAt = `${at}/parameters`;
    const draft: Draft = {};
    for (const [name, value] of Object.entries(item)) {
      if (name === "parameters") {
        if (!isList(value)) setMember(draft, name, value);
        else draft["parameters"] = conversion.parameters(value, sharedAt, sharedAt);
      } else if (name.startsWith("x-") || name === "$ref" || !isObject(value)) setMember(draft, name, value);
      else
        setMember(
          draft,
          name,
          convertOperation(value, `${at}/${escapeToken(name)}`, { at: sharedAt, list: shared }, conversion),
        );
    }
    return draft;
  });
}

function convertComponents(conversion: Conversion): Draft {
  const components: Draft = {};
  const { root } = conversion;
  const section = (
    from: string,
    to: string,
    convert: (value: JsonObject, at: string, from: string) => Json | undefined,
  ): void => {
    const value = root[from];
    if (value === undefined) return;
    conversion.move(`/${from}`, `/components/${to}`);
    components[to] = mapMembers(value, (entry, name) => {
      if (!isObject(entry)) return entry;
      return convert(entry, formatPointer(["components", to, name]), formatPointer([from, name]));
    });
  };
  section("definitions", "schemas", (value) => value);
  section("parameters", "parameters", (value, at, from) =>
    isBodyParameter(conversion.resolve(value)) ? undefined : convertParameter(value, from, at, conversion),
  );
  section("responses", "responses", (value, at, from) =>
    convertResponse(value, conversion.producedEverywhere, from, at, conversion),
  );
  section("securityDefinitions", "securitySchemes", (value, at, from) =>
    convertSecurityScheme(value, at, from, conversion),
  );
  return components;
}

/** Converts the members of a map. A value that is no map is left alone; members converted to nothing are left out. */
function mapMembers(value: Json, convert: (value: Json, name: string) => Json | undefined): Json {
  if (!isObject(value)) return value;
  const draft: Draft = {};
  for (const [name, child] of Object.entries(value)) {
    const converted = convert(child, name);
    if (converted !== undefined) setMember(draft, name, converted);
  }
  return draft;
}
