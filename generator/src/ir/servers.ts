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

/** The environment variables that hold the address of an API. Whichever server they stand on, they replace it. */
export function readAddressEnv(value: Json | undefined): readonly string[] {
  return [...new Set(asList(value).flatMap((item) => asStrings(member(asObject(item), "x-env"))))];
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
