import type { JsonObject } from "../load/document.js";
import { asObject, asString, asStrings, defined, entries, member } from "./json.js";
import type { NameScope } from "./names.js";
import type { Located } from "./operations.js";
import { templateNames } from "./parameters.js";
import { readPlace } from "./places.js";
import { child, segments } from "./pointer.js";
import type { Schemas } from "./schemas.js";
import { readServers } from "./servers.js";
import type { Credential, LoginRequest, TokenLogin } from "./types.js";
import type { ReportUnfit } from "./unfit.js";

/** What reading a sign-in needs to know of the rest. */
export interface SignInContext {
  readonly schemas: Schemas;
  /** Names of the client's options. */
  readonly options: NameScope;
  /** Names of everything that is declared. */
  readonly scope: NameScope;
  /** Name of the API, which the names of constants begin with. */
  readonly apiName: string;
  readonly reportUnfit: ReportUnfit;
  /** The operation with an id, and the name of its function. */
  findOperation(id: string): { readonly located: Located; readonly name: string } | undefined;
}

/** Reads `x-token-login` of an `apiKey` scheme. Nothing when it does not fit, so that a key is asked for instead. */
export function readTokenLogin(context: SignInContext, scheme: JsonObject, pointer: string): TokenLogin | undefined {
  const extension = asObject(member(scheme, "x-token-login"));
  if (extension === undefined) return undefined;
  const at = child(pointer, "x-token-login");
  const unfit = (message: string, name: string): undefined => {
    const help = "The scheme is an `apiKey` in a header; see `x-token-login` in specs/README.md.";
    context.reportUnfit({ message, help, pointer: member(extension, name) === undefined ? at : child(at, name) });
  };
  const header = asString(member(scheme, "name"));
  if (header === undefined || member(scheme, "in") !== "header")
    return unfit("A token that is got by signing in is sent in a header, and this scheme has none.", "login");
  const login = readRequest(context, member(extension, "login"), true);
  if (typeof login === "string") return unfit(`\`x-token-login.login\` ${login}.`, "login");
  const logout =
    member(extension, "logout") === undefined ? undefined : readRequest(context, member(extension, "logout"), false);
  if (typeof logout === "string") return unfit(`\`x-token-login.logout\` ${logout}.`, "logout");
  const token = readPlace(member(extension, "token"));
  const username = segments(asString(member(extension, "username")) ?? "");
  const password = segments(asString(member(extension, "password")) ?? "");
  if (token === undefined || username.length === 0 || password.length === 0)
    return unfit("`x-token-login` has to say where user name, password and token are.", "token");
  const env = asObject(member(scheme, "x-env"));
  return defined<TokenLogin>({
    type: "tokenLogin",
    constant: context.scope.claim(`${context.apiName}Login`, ""),
    username: context.options.claim("username", "Option"),
    password: context.options.claim("password", "Option"),
    env: { username: asStrings(member(env, "username")), password: asStrings(member(env, "password")) },
    header,
    scheme: asString(member(extension, "scheme")),
    login,
    body: { username, password },
    token,
    expires: readExpiry(extension),
    slides: member(extension, "renewed") !== undefined,
    logout,
  });
}

function readExpiry(extension: JsonObject): TokenLogin["expires"] {
  const expires = asObject(member(extension, "expires"));
  const at = readPlace(member(expires, "at"));
  const format = (["unix-seconds", "seconds", "date-time"] as const).find((one) => one === member(expires, "format"));
  return at === undefined || format === undefined ? undefined : { at, format };
}

/** The operation that an extension names, as a request; or words on why it cannot be one. */
function readRequest(
  { schemas, findOperation }: SignInContext,
  value: JsonObject[string] | undefined,
  hasBody: boolean,
): LoginRequest | string {
  const id = asString(value) ?? "";
  const found = findOperation(id);
  if (found === undefined) return `names the operation \`${id}\`, which does not exist`;
  const { located, name } = found;
  const { operation, pathItem, path, method } = located;
  if (templateNames(path).length > 0) return `names \`${id}\`, whose path holds something that only a caller knows`;
  const body = schemas.resolve(member(operation, "requestBody"));
  const types = entries(member(body, "content")).map(([type]) => type.toLowerCase());
  const kind = types.some((type) => /[/+]json(;|$)/.test(type)) ? "json" : "form";
  if (hasBody && kind === "form" && !types.some((type) => type.startsWith("application/x-www-form-urlencoded")))
    return `names \`${id}\`, whose body is neither JSON nor a form`;
  const [server] = readServers(member(operation, "servers") ?? member(pathItem, "servers"));
  return defined<LoginRequest>({ operation: name, method: method.toUpperCase(), path, server: server?.url, kind });
}

/** The functions that open a session of a token login, each with the constant of that login. */
export function sessionStarts(credentials: readonly Credential[]): ReadonlyMap<string, string> {
  return new Map(
    credentials.flatMap(({ kind }) =>
      kind.type === "tokenLogin" ? [[kind.login.operation, kind.constant] as const] : [],
    ),
  );
}

/** The functions that end the session of a token login, each with the constant of that login. */
export function sessionEnds(credentials: readonly Credential[]): ReadonlyMap<string, string> {
  return new Map(
    credentials.flatMap(({ kind }) =>
      kind.type === "tokenLogin" && kind.logout !== undefined ? [[kind.logout.operation, kind.constant] as const] : [],
    ),
  );
}
