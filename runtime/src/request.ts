import type { SignableRequest } from "./auth/scheme.js";
import { jsonBody } from "./body.js";
import { withQuery, writeAll } from "./encode.js";
import { InputError } from "./errors.js";
import { addHeaders } from "./header.js";
import { checkBaseUrl } from "./server.js";
import type { Call, ClientOptions, RequestOptions, ServiceDefinition } from "./types.js";
import { version } from "./version.js";

/** Turns a call into a request that is complete but for the sign-in. */
export function prepare(
  call: Call,
  home: string,
  { name, version: apiVersion }: ServiceDefinition,
  client: ClientOptions,
  options: RequestOptions,
): SignableRequest {
  const { operation, method, path, accept = "application/json", encode = jsonBody, server } = call;
  const base = server === undefined ? home : checkBaseUrl(operation, server);
  const target = path.startsWith("/") ? base + path : new URL(path, base).href;
  if (!target.startsWith(`${base.split("/", 3).join("/")}/`))
    throw new InputError(`${operation}: refused to leave ${base}`);
  const url = new URL(withQuery(target, writeAll(call.query)));

  const headers: Record<string, string> = { accept };
  // Browsers name themselves; a header of our own would only make them ask the server for leave first.
  if (!("document" in globalThis)) {
    const agent = `${client.userAgent ?? ""} ${name}/${apiVersion} clientwright/${version}`;
    headers["user-agent"] = agent.trim().replace(/[^ -~]/g, "?");
  }
  const cookie = writeAll(call.cookies, "; ");
  if (cookie) headers["cookie"] = cookie;
  const body = call.body === undefined ? undefined : encode(call.body, call.contentType);
  if (body) headers["content-type"] = body.contentType;
  for (const more of [client.headers, call.headers, options.headers]) addHeaders(headers, more);
  return { operation, method, url, addedQuery: [], headers, body: body ? body.data : null };
}
