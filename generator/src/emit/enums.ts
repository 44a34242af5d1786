import {
  StructureKind,
  VariableDeclarationKind,
  type TypeAliasDeclarationStructure,
  type VariableStatementStructure,
} from "ts-morph";
import type { Api, Enum, EnumValue } from "../ir/types.js";
import { code, join } from "./code.js";
import { docsFor } from "./docs.js";
import { identifier, literal, memberName } from "./escape.js";
import { TypeScriptFile } from "./files.js";

/** `enums.ts`: for each set of values a union of literals, and a constant of the same name. */
export function emitEnums(api: Api): TypeScriptFile {
  const file = new TypeScriptFile("enums");
  for (const item of api.enums) file.add(unionOf(item), constantOf(item));
  return file;
}

function unionOf(item: Enum): TypeAliasDeclarationStructure {
  const { name, summary, description, deprecated, values } = item;
  return {
    kind: StructureKind.TypeAlias,
    leadingTrivia: "\n",
    isExported: true,
    name: identifier(name).text,
    docs: docsFor({
      summary,
      description: description ?? (summary === undefined ? listed(values) : undefined),
      deprecated,
    }),
    type: join(
      values.map(({ value }) => literal(value)),
      code` | `,
    ).text,
  };
}

/** Words for an enum that the document says nothing of. */
function listed(values: readonly EnumValue[]): string {
  const shown = values.slice(0, 4).map(({ value }) => `\`${value}\``);
  return `One of ${shown.join(", ")}${values.length > shown.length ? ", …" : ""}.`;
}

function constantOf({ name, values, deprecated }: Enum): VariableStatementStructure {
  const members = values.map(({ key, value, description }) => {
    const comment = docsFor({ description })
      .map((text) => `/** ${text.trim().replaceAll("\n", "\n * ")} */\n`)
      .join("");
    return `${comment}${memberName(key).text}: ${literal(value).text},`;
  });
  return {
    kind: StructureKind.VariableStatement,
    isExported: true,
    declarationKind: VariableDeclarationKind.Const,
    docs: docsFor({ description: `The values of {@link ${name}}, by name.`, deprecated }),
    declarations: [{ name: identifier(name).text, initializer: `{\n${members.join("\n")}\n} as const` }],
  };
}
