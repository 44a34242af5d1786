import { StructureKind, type ClassDeclarationStructure, type PropertySignatureStructure } from "ts-morph";
import type { Api, Credential, JsonValue, Setting, TypeRef } from "../ir/types.js";
import type { Code } from "./code.js";
import { code, join, runtimeValue } from "./code.js";
import { credentialOptions } from "./credentials.js";
import { docsFor, limitsInWords } from "./docs.js";
import { access, identifier, literal, memberName, propertyName } from "./escape.js";
import type { TypeScriptFile } from "./files.js";
import type { Types } from "./types.js";

/** The members of a client's options: credentials, then settings. */
export function optionProperties(file: TypeScriptFile, types: Types, api: Api): PropertySignatureStructure[] {
  return [
    ...api.credentials
      .flatMap(credentialOptions)
      .map(({ name, type, words, env }) => property(file, name, type, { description: words, notes: environment(env) })),
    ...api.settings.map((setting) =>
      property(file, setting.name, printed(types, setting.type), {
        description: setting.description ?? `What operations send as \`${setting.name}\`.`,
        notes: [
          limitsInWords(setting.limits),
          setting.perCall
            ? "It is for calls that do not give it themselves; without it each has its own default."
            : undefined,
          ...environment(setting.env),
        ].filter((note) => note !== undefined),
        default: setting.default,
        deprecated: setting.deprecated,
      }),
    ),
  ];
}

function property(
  file: TypeScriptFile,
  name: string,
  type: Code,
  comment: Parameters<typeof docsFor>[0],
): PropertySignatureStructure {
  return {
    kind: StructureKind.PropertySignature,
    name: file.text(propertyName(name)),
    hasQuestionToken: true,
    type: file.text(type.text === "unknown" ? type : code`${type} | undefined`),
    docs: docsFor(comment),
  };
}

function environment(env: readonly string[]): readonly string[] {
  return env.length === 0 ? [] : [`Environment: ${env.map((variable) => `\`${variable}\``).join(", ")}.`];
}

function printed(types: Types, type: TypeRef): Code {
  return types.print(type, { view: "write", binary: "text" });
}

/** The class by which the clients of an API are made: the runtime's, or one of its own that knows the settings. */
export function serviceOf(api: Api): { readonly value: Code; readonly isOwn: boolean } {
  return api.serviceName === undefined
    ? { value: runtimeValue("Service"), isOwn: false }
    : { value: identifier(api.serviceName, { module: "api", isType: false }), isOwn: true };
}

/** `BoxService`: carries out calls, and tells operations what the client was set up with. */
export function settingsService(file: TypeScriptFile, types: Types, api: Api): ClassDeclarationStructure[] {
  if (api.serviceName === undefined) return [];
  const fallback = (value: JsonValue | undefined): Code =>
    value === undefined || value === null ? code`` : code` ?? ${literal(value)}`;
  const members = api.settings.map(
    ({ name, default: usual }) => code`${memberName(name)}: ${access(code`options`, name)}${fallback(usual)}`,
  );
  return [
    {
      kind: StructureKind.Class,
      isExported: true,
      name: identifier(api.serviceName).text,
      docs: docsFor({ description: "Carries out calls, and tells operations what the client was set up with." }),
      extends: file.text(runtimeValue("Service")),
      properties: [
        {
          name: "settings",
          isReadonly: true,
          type: file.text(
            code`{ ${join(
              api.settings.map((setting) => memberType(types, setting)),
              code`; `,
            )} }`,
          ),
          docs: docsFor({ description: "What operations take from the client." }),
        },
      ],
      ctors: [
        {
          parameters: [{ name: "options", type: `${api.className}Options`, initializer: "{}" }],
          docs: docsFor({ throws: "ConfigurationError when the options leave the address open." }),
          statements: [
            file.text(code`super(${identifier(api.name)}, options);`),
            file.text(code`this.settings = { ${join(members, code`, `)} };`),
          ],
        },
      ],
    },
  ];
}

function memberType(types: Types, { name, type, default: usual }: Setting): Code {
  const isSure = usual !== undefined && usual !== null;
  const text = printed(types, type);
  return code`readonly ${propertyName(name)}: ${isSure || text.text === "unknown" ? text : code`${text} | undefined`}`;
}

/** The value that an operation takes from its client. */
export function settingValue(name: string): Code {
  return code`client.settings?.[${literal(name)}]`;
}

/** Environment variables of options that are no credentials, for the definition of the service. */
export function environmentOf(types: Types, { settings, addressEnv }: Api): Code | undefined {
  const options = [
    ...(addressEnv.length === 0 ? [] : [code`baseUrl: ${literal(addressEnv)}`]),
    ...settings
      .filter(({ env }) => env.length > 0)
      .map(({ name, type, env }) => {
        const reader = plainKind(types, type);
        const variables = literal(env);
        return code`${memberName(name)}: ${
          reader === "number" || reader === "boolean"
            ? code`{ variables: ${variables}, type: ${literal(reader)} }`
            : variables
        }`;
      }),
  ];
  return options.length === 0 ? undefined : code`{ ${join(options, code`, `)} }`;
}

/** What text from the environment has to become to be a value of a type. */
function plainKind(types: Types, type: TypeRef): "text" | "number" | "boolean" {
  switch (type.kind) {
    case "number":
    case "boolean":
      return type.kind;
    case "literal":
      return typeof type.value === "number" ? "number" : typeof type.value === "boolean" ? "boolean" : "text";
    case "enum":
      return types.enum(type.enum).type === "number" ? "number" : "text";
    case "model": {
      const { shape } = types.model(type.model);
      return shape.kind === "alias" ? plainKind(types, shape.type) : "text";
    }
    case "union": {
      const kinds = new Set(type.members.filter(({ kind }) => kind !== "null").map((part) => plainKind(types, part)));
      const [only, second] = kinds;
      return only === undefined || second !== undefined ? "text" : only;
    }
    default:
      return "text";
  }
}

/** Every environment variable that a client's `fromEnv` looks at. */
export function environmentVariables(api: Api): readonly string[] {
  const variables = (credential: Credential): readonly string[] =>
    credentialOptions(credential).flatMap(({ env }) => env);
  return [
    ...new Set([...api.credentials.flatMap(variables), ...api.addressEnv, ...api.settings.flatMap(({ env }) => env)]),
  ];
}
