import { StructureKind, VariableDeclarationKind, type PropertySignatureStructure } from "ts-morph";
import type { Api, Credential, Server } from "../ir/types.js";
import { securityOf } from "./calls.js";
import { code, type Code, join, runtimeType, runtimeValue } from "./code.js";
import { docsFor } from "./docs.js";
import { identifier, literal, memberName, propertyName, quoted } from "./escape.js";
import { TypeScriptFile } from "./files.js";
import { render } from "./templates.js";

/** `api.ts`: what the API is, the options of its client, and `createClient`. It knows no operation. */
export function emitApi(api: Api): TypeScriptFile {
  const file = new TypeScriptFile("api");
  const options = code`${identifier(`${api.className}Options`)}`;
  file.add(
    {
      kind: StructureKind.Interface,
      isExported: true,
      name: options.text,
      docs: docsFor({ description: `How a client of ${nameOf(api)} is set up.` }),
      extends: [file.text(runtimeType("ClientOptions"))],
      properties: api.credentials.flatMap((credential) => optionsOf(file, credential)),
    },
    {
      kind: StructureKind.VariableStatement,
      isExported: true,
      declarationKind: VariableDeclarationKind.Const,
      docs: docsFor({
        description: `What ${nameOf(api)} is: where it lives, how callers sign in, and how it reports errors.`,
      }),
      declarations: [
        {
          name: identifier(api.name).text,
          type: file.text(runtimeType("ServiceDefinition")),
          initializer: file.text(definitionOf(api)),
        },
      ],
    },
    {
      kind: StructureKind.Function,
      isExported: true,
      name: "createClient",
      docs: docsFor({
        description: `A client for use with the operation functions: \`${firstCall(api)}\`. It brings none of them along, so a bundle holds only those that are imported.`,
        throws: "ConfigurationError when the options leave the address open.",
      }),
      parameters: [{ name: "options", type: options.text, initializer: "{}" }],
      returnType: file.text(runtimeType("Client")),
      statements: file.text(
        render("create-client.ts.hbs", { service: runtimeValue("Service"), definition: identifier(api.name) }),
      ),
    },
  );
  return file;
}

/** "the Linode API" for people. */
export function nameOf({ title }: Api): string {
  return /\bAPI$/i.test(title) ? `the ${title}` : `the ${title} API`;
}

function firstCall(api: Api): string {
  const [first] = api.operations;
  return first === undefined
    ? "operation(client)"
    : `${first.name}(client${first.inputName === undefined ? "" : ", input"})`;
}

/** The options that hold a credential. */
export function optionsOf(file: TypeScriptFile, { kind, description }: Credential): PropertySignatureStructure[] {
  const option = (name: string, type: Code, words: string, env: readonly string[]): PropertySignatureStructure => ({
    kind: StructureKind.PropertySignature,
    name: file.text(propertyName(name)),
    hasQuestionToken: true,
    type: file.text(code`${type} | undefined`),
    docs: docsFor({
      description: words,
      notes: env.length === 0 ? [] : [`Environment: ${env.map((variable) => `\`${variable}\``).join(", ")}.`],
    }),
  });
  switch (kind.type) {
    case "bearer":
      return [
        option(
          kind.option,
          runtimeType("TokenSource"),
          description ?? "The token that is sent with every request.",
          kind.env,
        ),
      ];
    case "basic":
      return [
        option(kind.username, code`string`, description ?? "Who is calling.", kind.env.username),
        option(
          kind.password,
          runtimeType("TokenSource"),
          "The password that goes with the user name.",
          kind.env.password,
        ),
      ];
    case "apiKey":
      return [
        option(
          kind.option,
          runtimeType("TokenSource"),
          description ?? `The key that is sent as ${kind.in} \`${kind.key}\`.`,
          kind.env,
        ),
      ];
    case "authorization":
      return [
        option(
          kind.option,
          runtimeType("TokenSource"),
          description ?? `What follows \`${kind.scheme}\` in the Authorization header.`,
          kind.env,
        ),
      ];
    case "mutualTLS":
      return [];
  }
}

function definitionOf(api: Api): Code {
  const credentials = api.credentials.map(
    (credential) => code`${memberName(credential.name)}: ${credentialOf(credential)}`,
  );
  const sensitive = sensitiveNames(api);
  const members: readonly (readonly [Code, Code | undefined])[] = [
    [code`name`, quoted(api.name)],
    [code`version`, quoted(api.version)],
    [code`servers`, code`[${join(api.servers.map(serverOf), code`, `)}]`],
    [code`credentials`, code`{ ${join(credentials, code`, `)} }`],
    [code`security`, api.security.length === 0 ? undefined : securityOf(api.security)],
    [code`sensitive`, sensitive.length === 0 ? undefined : literal(sensitive)],
    [code`errors`, api.errors === undefined ? undefined : literal(api.errors as Parameters<typeof literal>[0])],
  ];
  return code`{ ${join(
    members.flatMap(([name, value]) => (value === undefined ? [] : [code`${name}: ${value}`])),
    code`, `,
  )} }`;
}

function serverOf({ url, description, variables }: Server): Code {
  const named = variables.map(
    ({ name, default: usual, values }) =>
      code`${memberName(name)}: { default: ${quoted(usual)}${values.length === 0 ? code`` : code`, enum: ${literal(values)}`} }`,
  );
  const rest = [
    ...(description === undefined ? [] : [code`description: ${quoted(description)}`]),
    ...(named.length === 0 ? [] : [code`variables: { ${join(named, code`, `)} }`]),
  ];
  return code`{ ${join([code`url: ${quoted(url)}`, ...rest], code`, `)} }`;
}

function credentialOf({ kind }: Credential): Code {
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
    case "mutualTLS":
      return code`${runtimeValue("mutualTls")}()`;
  }
}

/** The wire names of everything that must not be shown in logs. */
function sensitiveNames(api: Api): readonly string[] {
  const inputs = api.operations.flatMap(({ input }) =>
    input.map((member) => ({ name: member.wireName, sensitive: member.sensitive })),
  );
  const fields = api.models.flatMap(({ shape }) => (shape.kind === "object" ? shape.fields : []));
  return [
    ...new Set([...inputs, ...fields].filter(({ sensitive }) => sensitive === true).map(({ name }) => name)),
  ].sort();
}
