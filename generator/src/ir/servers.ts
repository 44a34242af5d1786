import type { Json } from "../load/document.js";
import { asList, asObject, asString, asStrings, defined, entries, member } from "./json.js";
import { descriptionOf } from "./text.js";
import type { Server, ServerVariable } from "./types.js";

/** Reads a list of servers. */
export function readServers(value: Json | undefined): readonly Server[] {
  return asList(value).flatMap((item) => {
    const server = asObject(item);
    const url = asString(member(server, "url"));
    if (url === undefined) return [];
    const variables = entries(member(server, "variables")).map(([name, variable]) => readVariable(name, variable));
    return [
      defined<Server>({ url, name: asString(member(server, "name")), description: descriptionOf(server), variables }),
    ];
  });
}

function readVariable(name: string, value: Json): ServerVariable {
  const variable = asObject(value);
  return defined<ServerVariable>({
    name,
    default: String(member(variable, "default") ?? ""),
    values: asStrings(member(variable, "enum")),
    description: descriptionOf(variable),
  });
}
