// @ts-check
import { createServer } from "node:http";
import RefParser from "@apidevtools/json-schema-ref-parser";
import { OpenAPIBackend } from "openapi-backend";

/**
 * @typedef {object} SeenRequest
 * @property {string | undefined} operation The operation that the request fits, if any.
 * @property {string} method
 * @property {string} path
 * @property {string} query
 * @property {import("node:http").IncomingHttpHeaders} headers
 * @property {unknown} body Parsed where it is JSON.
 * @property {readonly string[]} problems What is wrong with it, judged by the document.
 */

/**
 * @typedef {object} ExampleServer
 * @property {string} url Its address, without a slash at the end.
 * @property {SeenRequest[]} requests Every request so far.
 * @property {() => Promise<void>} close
 */

/**
 * A server that judges requests by an OpenAPI document and answers with the document's examples. It reads and checks
 * the document with libraries of its own and shares no code with the generator, so that it can judge the clients.
 *
 * @param {string} spec The document's root file.
 * @param {{ token?: string }} [options] With a token, requests must bear it.
 * @returns {Promise<ExampleServer>}
 */
export async function startExampleServer(spec, { token } = {}) {
  const definition = /** @type {import("openapi-backend").Document} */ (await RefParser.dereference(spec));
  const api = new OpenAPIBackend({
    definition,
    quick: true,
    ajvOpts: { strict: false, validateFormats: false },
  });
  await api.init();
  const base = new URL(definition.servers?.[0]?.url ?? "/", "http://localhost").pathname.replace(/\/$/, "");
  /** @type {SeenRequest[]} */
  const requests = [];

  const server = createServer(async (request, response) => {
    const seen = await read(request, base);
    const operation = api.router.matchOperation(seen.parsed);
    const problems =
      operation?.operationId === undefined
        ? ["No operation has this method and path."]
        : problemsOf(api, seen.parsed, operation);
    requests.push({ ...seen.record, operation: operation?.operationId, problems });
    const [status, body] = answer(seen.record.headers.authorization, operation?.operationId, problems);
    response.writeHead(status, { "content-type": "application/json" });
    response.end(status === 204 ? undefined : JSON.stringify(body));
  });

  /**
   * @param {string | undefined} authorization
   * @param {string | undefined} operation
   * @param {readonly string[]} problems
   * @returns {[number, unknown]}
   */
  function answer(authorization, operation, problems) {
    if (token !== undefined && authorization !== `Bearer ${token}`)
      return [401, { errors: [{ reason: "Invalid Token" }] }];
    if (operation === undefined) return [404, { errors: [{ reason: "Not found" }] }];
    if (problems.length > 0) return [400, { errors: problems.map((reason) => ({ reason })) }];
    const { status, mock } = api.mockResponseForOperation(operation);
    return [status, mock];
  }

  await /** @type {Promise<void>} */ (new Promise((resolve) => server.listen(0, "127.0.0.1", resolve)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}${base}`,
    requests,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

/**
 * @param {import("node:http").IncomingMessage} request
 * @param {string} base
 */
async function read(request, base) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString("utf8");
  const url = new URL(request.url ?? "/", "http://localhost");
  const path = url.pathname.startsWith(`${base}/`) ? url.pathname.slice(base.length) : url.pathname;
  const isJson = /json/.test(request.headers["content-type"] ?? "");
  const body = text === "" ? undefined : isJson ? JSON.parse(text) : text;
  const method = request.method ?? "GET";
  const headers = /** @type {Record<string, string | string[]>} */ ({ ...request.headers });
  return {
    record: { method, path, query: url.search.slice(1), headers: request.headers, body },
    parsed: { method, path, query: url.search.slice(1), headers, body },
  };
}

/**
 * What is wrong with a request. Parameters that are JSON documents are parsed first, which the validator does not do.
 *
 * @param {OpenAPIBackend} api
 * @param {import("openapi-backend").Request} request
 * @param {import("openapi-backend").Operation} operation
 */
function problemsOf(api, request, operation) {
  const headers = { ...request.headers };
  for (const parameter of /** @type {import("openapi-types").OpenAPIV3.ParameterObject[]} */ (
    operation.parameters ?? []
  )) {
    const name = parameter.name.toLowerCase();
    const text = headers[name];
    if (parameter.in !== "header" || parameter.content?.["application/json"] === undefined || typeof text !== "string")
      continue;
    try {
      headers[name] = JSON.parse(text);
    } catch {
      return [`/header/${name} must be JSON`];
    }
  }
  const { errors } = api.validateRequest({ ...request, headers }, operation);
  return (errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
