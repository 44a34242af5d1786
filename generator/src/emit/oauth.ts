import {
  StructureKind,
  VariableDeclarationKind,
  type ClassDeclarationStructure,
  type MethodDeclarationStructure,
  type ParameterDeclarationStructure,
  type VariableStatementStructure,
} from "ts-morph";
import type { Api, OAuthClient } from "../ir/types.js";
import { nameOf } from "./api-file.js";
import { code, Code, join } from "./code.js";
import { docsFor } from "./docs.js";
import { identifier, literal, quoted } from "./escape.js";
import { TypeScriptFile } from "./files.js";
import type { Types } from "./types.js";

/** `oauth.ts`: for each authorization server a class that gets, renews and revokes tokens. */
export function emitOAuth(api: Api, types: Types): TypeScriptFile {
  const file = new TypeScriptFile("oauth");
  for (const client of api.oauth) file.add(serverOf(file, types, client), classOf(file, types, api, client));
  return file;
}

/*
 * What this file imports from the runtime meets no name of the document here, so its names are not reserved: models
 * called `Authorization` keep theirs.
 */
function value(name: string): Code {
  return new Code(name, [{ name, from: "runtime", isType: false }]);
}

function type(name: string): Code {
  return new Code(name, [{ name, from: "runtime", isType: true }]);
}

const server = code`server`;

function scopeType(types: Types, { scopes }: OAuthClient): Code {
  return scopes === undefined ? code`string` : identifier(types.enum(scopes).name, { module: "enums", isType: true });
}

/** The constant is not exported, so that its name does not matter outside. */
function constantOf({ name }: OAuthClient): Code {
  return code`${server}Of${identifier(name)}`;
}

/** What both the representation and the runtime's `OAuth2Server` call so. */
const serverMembers = [
  "authorizationUrl",
  "tokenUrl",
  "refreshUrl",
  "revocationUrl",
  "scopeParameter",
  "scopeSeparator",
] as const;

function serverOf(file: TypeScriptFile, types: Types, client: OAuthClient): VariableStatementStructure {
  const members = serverMembers.flatMap((name) => {
    const text = client[name];
    return text === undefined ? [] : [code`${identifier(name)}: ${quoted(text)}`];
  });
  return {
    kind: StructureKind.VariableStatement,
    declarationKind: VariableDeclarationKind.Const,
    leadingTrivia: "\n",
    declarations: [
      {
        name: constantOf(client).text,
        type: file.text(code`${type("OAuth2Server")}<${scopeType(types, client)}>`),
        initializer: file.text(code`{ ${join(members, code`, `)} }`),
      },
    ],
  };
}

function classOf(file: TypeScriptFile, types: Types, api: Api, client: OAuthClient): ClassDeclarationStructure {
  const app = file.text(type("OAuth2App"));
  return {
    kind: StructureKind.Class,
    isExported: true,
    name: identifier(client.name).text,
    docs: docsFor({
      description: `Gets tokens for ${nameOf(api)} by OAuth 2, for one application. Building it sends nothing.`,
    }),
    properties: [{ name: "#app", isReadonly: true, type: app }],
    ctors: [
      {
        parameters: [{ name: "app", type: app }],
        docs: docsFor({ description: "What the application is known by." }),
        statements: ["this.#app = app;"],
      },
    ],
    methods: methodsOf(file, types, client).map((method) => ({ kind: StructureKind.Method, ...method })),
  };
}

type Method = Omit<MethodDeclarationStructure, "kind">;

function methodsOf(file: TypeScriptFile, types: Types, client: OAuthClient): readonly Method[] {
  const scopes = code`readonly ${scopeType(types, client)}[]`;
  const tokens = code`Promise<${type("OAuth2Tokens")}>`;
  const options = optional("options", file.text(type("RequestOptions")));
  const method = (
    name: string,
    description: string,
    parameters: readonly Omit<ParameterDeclarationStructure, "kind">[],
    result: Code,
    call: Code,
    throws?: string,
  ): Method => ({
    name,
    docs: docsFor({ description, throws }),
    parameters: parameters.map((parameter) => ({ kind: StructureKind.Parameter, ...parameter })),
    returnType: file.text(result),
    statements: [file.text(code`return ${call};`)],
  });
  const on = (name: string, ...given: readonly Code[]): Code =>
    code`${value(name)}(${join([constantOf(client), code`this.#app`, ...given], code`, `)})`;
  const found: Method[] = [...fromEnvironment(file, client)];
  if (client.authorizationUrl !== undefined) {
    const begun = code`Pick<${type("Authorization")}, ${quoted("state")} | ${quoted("codeVerifier")}>`;
    found.push(
      method(
        "start",
        "Begins a sign-in with PKCE, and sends nothing. Send the user to its `url`; keep `state` and `codeVerifier` until the user comes back.",
        [optional("options", file.text(code`{ readonly scopes?: ${scopes}; readonly state?: string }`))],
        code`Promise<${type("Authorization")}>`,
        on("startAuthorization", code`options`),
      ),
      method(
        "finish",
        "Ends a sign-in. `callback` is the URL that the user came back to.",
        [{ name: "begun", type: file.text(begun) }, { name: "callback", type: "string | URL" }, options],
        tokens,
        on("finishAuthorization", code`begun`, code`callback`, code`options`),
        "SigningError when it is another sign-in that came back, or the user was refused.",
      ),
    );
  }
  if (client.hasClientCredentials) {
    found.push(
      method(
        "clientCredentials",
        "Gets a token for the application itself.",
        [optional("scopes", file.text(scopes)), options],
        tokens,
        on("clientCredentials", code`scopes`, code`options`),
      ),
    );
  }
  found.push(
    method(
      "refresh",
      "Gets new tokens for a refresh token.",
      [{ name: "refreshToken", type: "string" }, options],
      tokens,
      on("refreshTokens", code`refreshToken`, code`options`),
    ),
  );
  if (client.revocationUrl !== undefined) {
    found.push(
      method(
        "revoke",
        "Makes a token useless. `hint` tells the server what kind of token it is.",
        [
          { name: "token", type: "string" },
          optional("hint", file.text(code`${quoted("access_token")} | ${quoted("refresh_token")}`)),
          options,
        ],
        code`Promise<void>`,
        on("revokeToken", code`token`, code`hint`, code`options`),
      ),
    );
  }
  found.push(
    method(
      "tokenSource",
      "What a client takes as its token: it gives the access token, and renews it shortly before it ends. `onRefresh` is told of new tokens, to store them.",
      [
        { name: "tokens", type: file.text(type("OAuth2Tokens")) },
        optional("onRefresh", file.text(code`(tokens: ${type("OAuth2Tokens")}) => void | Promise<void>`)),
      ],
      code`() => Promise<string>`,
      on("refreshingToken", code`tokens`, code`onRefresh`),
    ),
  );
  return found;
}

function optional(name: string, type: string): Omit<ParameterDeclarationStructure, "kind"> {
  return { name, type, hasQuestionToken: true };
}

function fromEnvironment(file: TypeScriptFile, { name, env }: OAuthClient): readonly Method[] {
  const parts = Object.entries(env).filter(([, variables]) => variables.length > 0);
  if (parts.length === 0) return [];
  const known = literal(Object.fromEntries(parts));
  const app = type("OAuth2App");
  return [
    {
      name: "fromEnv",
      isStatic: true,
      docs: docsFor({
        description: `For the application that the environment names: ${parts
          .flatMap(([, variables]) => variables)
          .map((variable) => `\`${variable}\``)
          .join(", ")}. What \`app\` says comes first.`,
      }),
      parameters: [{ name: "app", type: file.text(code`Partial<${app}>`), initializer: "{}" }],
      returnType: identifier(name).text,
      statements: [
        file.text(
          code`const { clientId = "", ...rest } = { ...${value("fromEnv")}<Partial<${app}>>({ credentials: {}, env: ${known} }), ...app };`,
        ),
        file.text(code`return new ${identifier(name)}({ ...rest, clientId });`),
      ],
    },
  ];
}
