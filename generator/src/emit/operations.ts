import { StructureKind, type FunctionDeclarationStructure } from "ts-morph";
import type { Api, Operation } from "../ir/types.js";
import { callView } from "./calls.js";
import { code, type Code, runtimeType, runtimeValue } from "./code.js";
import { docsFor } from "./docs.js";
import { identifier, quoted } from "./escape.js";
import { TypeScriptFile } from "./files.js";
import { wireLine } from "./filled.js";
import { inputInterface, isInputOptional } from "./inputs.js";
import { secretParameters } from "./secrets.js";
import { render } from "./templates.js";
import type { Types } from "./types.js";

/** `operations/<group>.ts`: for each operation its input and its function. */
export function emitOperations(api: Api, types: Types): readonly TypeScriptFile[] {
  const byGroup = new Map<string, Operation[]>(api.groups.map(({ id }) => [id, []]));
  for (const operation of api.operations) byGroup.get(operation.group)?.push(operation);
  return api.groups.map((group) => {
    const file = new TypeScriptFile(`operations/${group.module}`);
    for (const operation of byGroup.get(group.id) ?? []) {
      file.add(...inputInterface(file, types, operation), functionOf(file, types, api, operation));
    }
    return file;
  });
}

/** Where an operation's function is declared. */
export function moduleOf(api: Api): (operation: Operation) => string {
  const modules = new Map(api.groups.map(({ id, module }) => [id, `operations/${module}`]));
  return ({ group }) => modules.get(group) ?? "operations/general";
}

/** The type that a call of the operation resolves to. */
export function outputType(types: Types, { output }: Operation): Code {
  const { type, kind, mayBeEmpty } = output;
  if (kind === "none" || type === undefined) return code`void`;
  const item = types.print(type, { view: "read", binary: "bytes" });
  const whole = kind === "events" ? code`${runtimeType("EventStream")}<${item}>`
    : kind === "lines" ? code`${runtimeType("LineStream")}<${item}>`
    : kind === "multipart" ? code`Uint8Array`
    : kind === "form" ? code`string`
    : item; // prettier-ignore
  return mayBeEmpty ? code`${whole} | undefined` : whole;
}

function functionOf(file: TypeScriptFile, types: Types, api: Api, operation: Operation): FunctionDeclarationStructure {
  const { name, inputName } = operation;
  const output = outputType(types, operation);
  const input = inputName === undefined ? [] : [{
    name: "input",
    type: identifier(inputName).text,
    ...(isInputOptional(operation) ? { initializer: "{}" } : {}),
  }]; // prettier-ignore
  return {
    kind: StructureKind.Function,
    isExported: true,
    // What is made of values may be refused, of which callers hear by a rejection.
    isAsync: operation.input.length + operation.filled.length > 0 || operation.endsSession !== undefined,
    name: identifier(name).text,
    docs: docsFor(operationComment(operation)),
    parameters: [
      { name: "client", type: file.text(runtimeType("Client")) },
      ...input,
      { name: "options", type: file.text(runtimeType("RequestOptions")), hasQuestionToken: true },
    ],
    returnType: file.text(code`Promise<${output}>`),
    statements: file.text(
      operation.endsSession === undefined
        ? render("operation.ts.hbs", {
            output,
            ...callView(types, api, operation),
            hide: hiding(operation),
            login:
              operation.opensSession === undefined
                ? undefined
                : identifier(operation.opensSession, { module: "api", isType: false }),
          })
        : render("logout.ts.hbs", { login: identifier(operation.endsSession, { module: "api", isType: false }) }),
    ),
  };
}

/** Keeps a secret that is part of the path out of errors. */
function hiding(operation: Operation): Code | undefined {
  if (secretParameters(operation).size === 0) return undefined;
  return code`${runtimeValue("hidePath")}(${quoted(operation.path.split("?", 1).join(""))})`;
}

/** What is said of an operation, on its function and on the client's method. */
export function operationComment(operation: Operation): Parameters<typeof docsFor>[0] {
  const { failures, security, summary, description, deprecated, docs } = operation;
  const scopes = [
    ...new Set((security ?? []).flatMap(({ credentials }) => credentials.flatMap((credential) => credential.scopes))),
  ];
  return {
    summary,
    description,
    notes: [
      `\`${wireLine(operation).replaceAll("`", "'")}\``,
      ...(scopes.length === 0 ? [] : [`Scopes: ${scopes.map((scope) => `\`${scope}\``).join(", ")}.`]),
    ],
    throws: failures.length === 0 ? undefined : "ApiError when the API answers with an error.",
    see: docs,
    deprecated,
  };
}
