import { StructureKind, VariableDeclarationKind, type StatementStructures } from "ts-morph";
import type { Api, FilterDialect, FilterSet } from "../ir/types.js";
import { code, type Code, join, runtimeType, runtimeValue } from "./code.js";
import { docsFor } from "./docs.js";
import { identifier, literal, propertyName } from "./escape.js";
import { TypeScriptFile } from "./files.js";
import type { Types } from "./types.js";

/** `filters.ts`: what lists can be filtered by, and what makes filters. */
export function emitFilters(api: Api, types: Types): TypeScriptFile {
  const file = new TypeScriptFile("filters");
  api.filterDialects.forEach((dialect, index) => file.add(comparer(file, dialect, comparerName(index))));
  for (const set of api.filters) {
    file.add(fieldsInterface(file, types, set), filterAlias(file, set), ...orderAlias(file, set), maker(file, set));
  }
  return file;
}

function comparerName(index: number): string {
  return index === 0 ? "compare" : `compare${index + 1}`;
}

/** What makes filters in one dialect. The lists share it, since they differ in types alone. */
function comparer(file: TypeScriptFile, dialect: FilterDialect, name: string): StatementStructures {
  const { comparisons, ...words } = dialect;
  const literals = literal({ comparisons: { ...comparisons }, ...words });
  return {
    kind: StructureKind.VariableStatement,
    declarationKind: VariableDeclarationKind.Const,
    docs: [{ description: "Makes filters in the words of the API." }],
    // Marked, so that bundlers can leave it out.
    declarations: [{ name, initializer: file.text(code`/* @__PURE__ */ ${runtimeValue("filters")}(${literals})`) }],
  };
}

function fieldsInterface(file: TypeScriptFile, types: Types, set: FilterSet): StatementStructures {
  return {
    kind: StructureKind.Interface,
    isExported: true,
    name: identifier(set.fieldsName).text,
    docs: docsFor({ description: `What a {@link ${set.item}} can be filtered by.` }),
    properties: set.fields.map(({ name, type, description }) => ({
      kind: StructureKind.PropertySignature,
      name: file.text(propertyName(name)),
      type: file.text(types.print(type, { view: "read", binary: "text" })),
      docs: docsFor({ description }),
    })),
  };
}

function filterAlias(file: TypeScriptFile, set: FilterSet): StatementStructures {
  return {
    kind: StructureKind.TypeAlias,
    isExported: true,
    name: identifier(set.typeName).text,
    docs: docsFor({ description: `A filter made by {@link ${set.name}}.` }),
    type: file.text(code`${runtimeType("Filter")}<${identifier(set.fieldsName)}>`),
  };
}

function orderAlias(file: TypeScriptFile, set: FilterSet): StatementStructures[] {
  if (set.order === undefined) return [];
  const directions = join(
    set.order.directions.map((value) => literal(value)),
    code` | `,
  );
  const type: Code = code`{ [Name in keyof ${identifier(set.fieldsName)}]?: ${directions} | undefined }`;
  return [
    {
      kind: StructureKind.TypeAlias,
      isExported: true,
      name: identifier(set.order.typeName).text,
      docs: docsFor({ description: `By what a list of {@link ${set.item}} is sorted.` }),
      type: file.text(type),
    },
  ];
}

function maker(file: TypeScriptFile, set: FilterSet): StatementStructures {
  const fields = identifier(set.fieldsName);
  const example = set.fields.find(({ type }) => type.kind === "string")?.name;
  return {
    kind: StructureKind.VariableStatement,
    isExported: true,
    declarationKind: VariableDeclarationKind.Const,
    docs: docsFor({
      description: `Makes filters for lists of {@link ${set.item}}${example === undefined ? "" : `: \`${set.name}.eq(${JSON.stringify(example)}, …)\``}. They are joined by \`and\` and \`or\`, as far as the API has words for that.`,
    }),
    declarations: [
      {
        name: identifier(set.name).text,
        type: file.text(code`${runtimeType("Compare")}<${fields}>`),
        initializer: comparerName(set.dialect),
      },
    ],
  };
}
