import { setMember, textMember, without, type Draft } from "../json.js";
import { escapeToken } from "../pointer.js";
import type { Json, JsonObject } from "../document.js";
import type { Conversion } from "./conversion.js";

/** The four OAuth flows of 2.0 under their names in 3.x. */
const flows: Readonly<Record<string, string>> = {
  implicit: "implicit",
  password: "password",
  application: "clientCredentials",
  accessCode: "authorizationCode",
};

/** Converts a security scheme: `basic` becomes an HTTP scheme, the flow of `oauth2` an entry of `flows`. */
export function convertSecurityScheme(scheme: JsonObject, to: string, from: string, conversion: Conversion): Json {
  const type = textMember(scheme, "type");
  if (type === "basic") return { ...scheme, type: "http", scheme: "basic" };
  if (type !== "oauth2") return scheme;
  const details = ["authorizationUrl", "tokenUrl", "scopes"];
  const draft = without(scheme, "flow", ...details);
  const flow: Draft = {};
  for (const name of details) if (scheme[name] !== undefined) flow[name] = scheme[name];
  const converted: Draft = {};
  const stated = textMember(scheme, "flow") ?? "implicit";
  const name = Object.hasOwn(flows, stated) ? (flows[stated] ?? stated) : stated;
  setMember(converted, name, flow);
  conversion.madeFrom(from, `${to}/flows/${escapeToken(name)}`);
  draft["flows"] = converted;
  return draft;
}
