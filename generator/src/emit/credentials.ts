import { StructureKind, VariableDeclarationKind, type VariableStatementStructure } from "ts-morph";
import { segments } from "../ir/pointer.js";
import type { Api, Credential, Signature, TokenLogin } from "../ir/types.js";
import { code, type Code, join, runtimeType, runtimeValue } from "./code.js";
import { docsFor } from "./docs.js";
import { identifier, literal, memberName, quoted } from "./escape.js";
import type { TypeScriptFile } from "./files.js";

/** An option of the client that holds a credential, or a part of one. */
export interface CredentialOption {
  readonly name: string;
  readonly type: Code;
  readonly words: string;
  readonly env: readonly string[];
}

/** The options that hold a credential. */
export function credentialOptions({ kind, description }: Credential): readonly CredentialOption[] {
  const token = (option: string, usual: string, env: readonly string[]): CredentialOption => ({
    name: option,
    type: runtimeType("TokenSource"),
    words: description ?? usual,
    env,
  });
  switch (kind.type) {
    case "bearer":
      return [token(kind.option, "The token that is sent with every request.", kind.env)];
    case "apiKey":
      return [token(kind.option, `The key that is sent as ${kind.in} \`${kind.key}\`.`, kind.env)];
    case "authorization":
      return [token(kind.option, `What follows \`${kind.scheme}\` in the Authorization header.`, kind.env)];
    case "basic":
    case "tokenLogin":
      return [
        {
          name: kind.username,
          type: code`string`,
          words: kind.type === "basic" ? (description ?? "Who is calling.") : loginWords(description),
          env: kind.env.username,
        },
        {
          name: kind.password,
          type: kind.type === "basic" ? runtimeType("TokenSource") : code`string`,
          words: "The password that goes with the user name.",
          env: kind.env.password,
        },
      ];
    case "signature":
      return [
        { name: kind.option, type: runtimeType("Signer"), words: signerWords(kind, description), env: [] },
        ...kind.parts.map(({ name, env }) => ({
          name,
          type: code`string`,
          words: `The part \`{${name}}\` of the name of the key: ${kind.keyIds.map((each) => `\`${each}\``).join(" or ")}.`,
          env,
        })),
      ];
    case "mutualTLS":
      return [];
  }
}

/** What is said of the scheme is about the token, which callers never see; so it comes second. */
function loginWords(description: string | undefined): string {
  const words = "The name of the user for whom the client gets its token.";
  return description === undefined ? words : `${words}\n\n${description}`;
}

function signerWords({ algorithms, env, keyIds }: Signature, description: string | undefined): string {
  const list = (words: readonly string[], last: string): string => words.map((word) => `\`${word}\``).join(last);
  return [
    description ?? "Signs every request.",
    `It is made by \`keySigner\`, \`agentSigner\`${Object.keys(env).length === 0 ? "" : " or `signerFromEnv`"} of \`@clientwright/runtime/keys\`, or by oneself. Unless it has a name of its own for its key, that is ${list(keyIds, " or ")}.`,
    `The server takes ${list(algorithms, ", ")}.`,
  ].join("\n\n");
}

/** The scheme of a credential, as the definition of the service has it. */
export function credentialScheme({ kind }: Credential): Code {
  const env = (names: readonly string[]): Code => (names.length === 0 ? code`` : code`, env: ${literal(names)}`);
  switch (kind.type) {
    case "bearer":
      return code`${runtimeValue("bearer")}({ option: ${quoted(kind.option)}${env(kind.env)} })`;
    case "basic": {
      const both =
        kind.env.username.length + kind.env.password.length === 0 ? code`` : code`, env: ${literal(kind.env)}`;
      return code`${runtimeValue("basic")}({ username: ${quoted(kind.username)}, password: ${quoted(kind.password)}${both} })`;
    }
    case "apiKey":
      return code`${runtimeValue("apiKey")}({ option: ${quoted(kind.option)}, in: ${quoted(kind.in)}, name: ${quoted(kind.key)}${env(kind.env)} })`;
    case "authorization":
      return code`${runtimeValue("authorization")}({ option: ${quoted(kind.option)}, scheme: ${quoted(kind.scheme)}${env(kind.env)} })`;
    case "tokenLogin":
      return identifier(kind.constant);
    case "signature": {
      const parts = kind.parts.map(({ name, env: variables }) => [memberName(name), literal(variables)] as const);
      const variables = (["keyId", "privateKey", "passphrase"] as const).flatMap((name) =>
        kind.env[name] === undefined ? [] : [[memberName(name), literal(kind.env[name])] as const],
      );
      return code`${runtimeValue("httpSignature")}(${object([
        [code`option`, quoted(kind.option)],
        [code`form`, kind.form === "classic" ? quoted("classic") : undefined],
        // In the classic form only the value of the date is signed.
        [code`headers`, kind.form === "classic" ? undefined : literal(kind.headers)],
        [code`keyIds`, literal(kind.keyIds)],
        [code`fingerprint`, kind.fingerprint === "md5" ? undefined : quoted(kind.fingerprint)],
        [code`parts`, parts.length === 0 ? undefined : object(parts)],
        [code`env`, variables.length === 0 ? undefined : object(variables)],
      ])})`;
    }
    case "mutualTLS":
      return code`${runtimeValue("mutualTls")}()`;
  }
}

/** The token logins of an API, by which programs may log in and out themselves. */
export function tokenLogins(api: Api): readonly TokenLogin[] {
  return api.credentials.flatMap(({ kind }) => (kind.type === "tokenLogin" ? [kind] : []));
}

/** The constants of the token logins. They stand before the definition of the service, which has them as members. */
export function tokenLoginConstants(file: TypeScriptFile, api: Api): VariableStatementStructure[] {
  return tokenLogins(api).map((login) => ({
    kind: StructureKind.VariableStatement,
    leadingTrivia: "\n",
    isExported: true,
    declarationKind: VariableDeclarationKind.Const,
    docs: docsFor({
      description: `The sign-in by user name and password. A client logs in by itself as soon as a call needs it; \`${login.constant}.login(client)\` does it now, \`.logout(client)\` ends the session, and \`.forget(client)\` drops the token.`,
    }),
    declarations: [
      {
        name: identifier(login.constant).text,
        type: file.text(runtimeType("TokenLogin")),
        initializer: file.text(configuration(login)),
      },
    ],
  }));
}

function configuration(login: TokenLogin): Code {
  const { username, password, env, header, scheme, token, expires, slides, logout } = login;
  const isFlat = login.body.username.length === 1 && login.body.password.length === 1;
  const fields = isFlat
    ? [
        [login.body.username[0] ?? "", username],
        [login.body.password[0] ?? "", password],
      ]
    : [
        ["username", username],
        ["password", password],
      ];
  const variables = [
    [username, env.username],
    [password, env.password],
  ] as const;
  const end = expires === undefined ? undefined : literal(place(expires.at));
  const members: readonly (readonly [Code, Code | undefined])[] = [
    [code`credentials`, object(fields.map(([name = "", option = ""]) => [memberName(name), quoted(option)]))],
    [code`body`, bodyOf(login, isFlat)],
    [
      code`env`,
      env.username.length + env.password.length === 0
        ? undefined
        : object(
            variables
              .filter(([, names]) => names.length > 0)
              .map(([name, names]) => [memberName(name), literal(names)]),
          ),
    ],
    [code`login`, request(login.login)],
    [code`token`, literal(place(token))],
    [code`expiresAt`, expires?.format === "seconds" ? undefined : end],
    [code`expiresIn`, expires?.format === "seconds" ? end : undefined],
    [code`slides`, slides ? code`true` : undefined],
    [code`header`, header.toLowerCase() === "authorization" ? undefined : quoted(header)],
    [code`prefix`, scheme === undefined ? undefined : quoted(`${scheme} `)],
    [code`logout`, logout === undefined ? undefined : request(logout)],
  ];
  return code`${runtimeValue("tokenLogin")}(${object(members)})`;
}

function place(at: TokenLogin["token"]): readonly string[] | { header: string } {
  return "body" in at ? segments(at.body) : { header: at.header };
}

function request({ operation, method, path, server }: Omit<TokenLogin["login"], "kind">): Code {
  return object([
    [code`operation`, quoted(operation)],
    [code`method`, quoted(method)],
    [
      code`path`,
      server === undefined ? quoted(path) : code`${runtimeValue("pathAt")}(${quoted(server)}, ${quoted(path)})`,
    ],
  ]);
}

/** What makes the body of a login, where it is not JSON with the credentials side by side. */
function bodyOf({ login, body }: TokenLogin, isFlat: boolean): Code | undefined {
  const encoder = runtimeValue(login.kind === "form" ? "formBody" : "jsonBody");
  if (!isFlat) return code`({ username, password }) => ${encoder}(${nested(body)})`;
  return login.kind === "form" ? code`(members) => ${encoder}(members)` : undefined;
}

/** The body of a login whose credentials lie deeper, or side by side with an object of their own. */
function nested(body: TokenLogin["body"]): Code {
  interface Tree {
    readonly members: Map<string, Tree | Code>;
  }
  const root: Tree = { members: new Map() };
  for (const [names, value] of [
    [body.username, code`username`],
    [body.password, code`password`],
  ] as const) {
    let at = root;
    for (const name of names.slice(0, -1)) {
      const known = at.members.get(name);
      const next: Tree = known !== undefined && "members" in known ? known : { members: new Map() };
      at.members.set(name, next);
      at = next;
    }
    at.members.set(names.at(-1) ?? "", value);
  }
  const print = (tree: Tree): Code =>
    object([...tree.members].map(([name, value]) => [memberName(name), "members" in value ? print(value) : value]));
  return print(root);
}

function object(members: readonly (readonly [Code, Code | undefined])[]): Code {
  return code`{ ${join(
    members.flatMap(([name, value]) => (value === undefined ? [] : [code`${name}: ${value}`])),
    code`, `,
  )} }`;
}
