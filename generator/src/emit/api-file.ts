import { type FunctionDeclarationStructure, StructureKind, VariableDeclarationKind } from "ts-morph";
import type { Api, Server } from "../ir/types.js";
import { securityOf } from "./calls.js";
import { code, type Code, join, runtimeType, runtimeValue } from "./code.js";
import { credentialScheme, tokenLoginConstants } from "./credentials.js";
import { docsFor } from "./docs.js";
import { identifier, literal, memberName, quoted } from "./escape.js";
import { TypeScriptFile } from "./files.js";
import { secretPaths, sensitiveNames } from "./secrets.js";
import { environmentOf, optionProperties, serviceOf, settingsService } from "./settings.js";
import { render } from "./templates.js";
import type { Types } from "./types.js";

/** `api.ts`: what the API is, the options of its client, and `createClient`. It knows no operation. */
export function emitApi(api: Api, types: Types): TypeScriptFile {
  const file = new TypeScriptFile("api");
  const options = code`${identifier(`${api.className}Options`)}`;
  const service = serviceOf(api);
  file.add(
    {
      kind: StructureKind.Interface,
      isExported: true,
      name: options.text,
      docs: docsFor({ description: `How a client of ${nameOf(api)} is set up.` }),
      extends: [file.text(runtimeType("ClientOptions"))],
      properties: optionProperties(file, types, api),
    },
    ...tokenLoginConstants(file, api),
    {
      kind: StructureKind.VariableStatement,
      leadingTrivia: "\n",
      isExported: true,
      declarationKind: VariableDeclarationKind.Const,
      docs: docsFor({
        description: `What ${nameOf(api)} is: where it lives, how callers sign in, and how it reports errors.`,
      }),
      declarations: [
        {
          name: identifier(api.name).text,
          type: file.text(runtimeType("ServiceDefinition")),
          initializer: file.text(definitionOf(api, types)),
        },
      ],
    },
    ...settingsService(file, types, api),
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
        render("create-client.ts.hbs", {
          service: service.value,
          definition: service.isOwn ? undefined : identifier(api.name),
        }),
      ),
    },
    debugLogOf(file, api),
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

function definitionOf(api: Api, types: Types): Code {
  const credentials = api.credentials.map(
    (credential) => code`${memberName(credential.name)}: ${credentialScheme(credential)}`,
  );
  const members: readonly (readonly [Code, Code | undefined])[] = [
    [code`name`, quoted(api.name)],
    [code`version`, quoted(api.version)],
    [code`servers`, code`[${join(api.servers.map(serverOf), code`, `)}]`],
    [code`credentials`, code`{ ${join(credentials, code`, `)} }`],
    [code`env`, environmentOf(types, api)],
    [code`security`, api.security.length === 0 ? undefined : securityOf(api.security)],
    [code`errors`, api.errors && errorsOf(api.errors)],
  ];
  return code`{ ${join(
    members.flatMap(([name, value]) => (value === undefined ? [] : [code`${name}: ${value}`])),
    code`, `,
  )} }`;
}

function errorsOf({ requestId, ...ways }: NonNullable<Api["errors"]>): Code {
  const members = Object.entries(ways).map(([name, way]) => code`${memberName(name)}: ${literal(way)}`);
  if (requestId === undefined) return code`{ ${join(members, code`, `)} }`;
  const reader =
    "header" in requestId
      ? code`${runtimeValue("idInHeader")}(${quoted(requestId.header)})`
      : code`${runtimeValue("idInBody")}(${literal(requestId.body)})`;
  return code`{ ${join([...members, code`requestId: ${reader}`], code`, `)} }`;
}

function serverOf({ url, variables }: Server): Code {
  if (!url.includes("{")) return code`{ url: ${quoted(url)} }`;
  const named = variables.map(
    ({ name, default: usual, values }) =>
      code`${memberName(name)}: { default: ${quoted(usual)}${values.length === 0 ? code`` : code`, enum: ${literal(values)}`} }`,
  );
  const filled = code`${runtimeValue("serverVariables")}({ ${join(named, code`, `)} })`;
  return code`{ url: ${quoted(url)}, variables: ${filled} }`;
}

/** The function that makes a log of the API's requests, which knows what such a log must not show. */
function debugLogOf(file: TypeScriptFile, api: Api): FunctionDeclarationStructure {
  const logged = code`{ service: ${identifier(api.name)}, sensitive: ${literal(sensitiveNames(api))}, secretPaths: ${literal(secretPaths(api))} }`;
  return {
    kind: StructureKind.Function,
    isExported: true,
    name: identifier(api.logName).text,
    docs: docsFor({
      description: `A transport that logs every request to ${nameOf(api)} and every reply: \`createClient({ transport: ${identifier(api.logName).text}() })\`. What is secret is hidden.`,
    }),
    parameters: [{ name: "options", type: file.text(runtimeType("DebugOptions")), hasQuestionToken: true }],
    returnType: file.text(runtimeType("Transport")),
    statements: file.text(code`return ${runtimeValue("debugLog")}(${logged}, options);`),
  };
}
