import { StructureKind, type FunctionDeclarationStructure } from "ts-morph";
import type { Api, Operation, Paginator } from "../ir/types.js";
import { code, type Code, runtimeType } from "./code.js";
import { docsFor } from "./docs.js";
import { identifier } from "./escape.js";
import { TypeScriptFile } from "./files.js";
import { inputParameter } from "./inputs.js";
import { moduleOf, outputType } from "./operations.js";
import { PageCode } from "./pages.js";
import { sharedPages } from "./shared-pages.js";
import { render } from "./templates.js";
import type { Types } from "./types.js";

/** An operation whose list comes in pages. */
export interface Paged {
  readonly operation: Operation;
  readonly paginator: Paginator;
}

/** The operations whose lists come in pages. */
export function pagedOperations(api: Api): readonly Paged[] {
  return api.operations.flatMap((operation) => {
    const { paginator } = operation;
    return paginator === undefined ? [] : [{ operation, paginator }];
  });
}

/** `paginators.ts`: for each list that comes in pages a function that goes through them. */
export function emitPaginators(api: Api, types: Types): TypeScriptFile {
  const file = new TypeScriptFile("paginators");
  const all = pagedOperations(api);
  const shared = sharedPages(file, types, api, all);
  file.add(...shared.map(({ declaration }) => declaration));
  for (const paged of all) {
    const pages = shared.find(({ operations }) => operations.has(paged.operation.id));
    file.add(functionOf(file, types, api, paged, pages?.name));
  }
  return file;
}

/** The type of the pages of an operation: what it answers, with its reply where headers matter. */
export function pageType(types: Types, operation: Operation): Code {
  const output = outputType(types, operation);
  return operation.paginator?.hasReply === true ? code`${runtimeType("WithReply")}<${output}>` : output;
}

/** The type of the paginator of an operation. */
export function paginatorType(types: Types, { operation, paginator }: Paged, name: Code): Code {
  const item = types.print(paginator.item, { view: "read", binary: "text" });
  return code`${name}<${item}, ${pageType(types, operation)}>`;
}

/** What is said of a paginator, on its function and on the client's method. */
export function paginatorComment({ operation, paginator }: Paged): Parameters<typeof docsFor>[0] {
  return {
    description: `Every item of {@link ${operation.name}}, fetched page by page: \`for await\`, \`.pages()\`, \`.first()\`, \`.at(n)\`, \`.slice(a, b)\`, \`.total()\` and \`.toArray({ limit })\`.`,
    notes: [
      "Nothing is sent until items are asked for.",
      ...(paginator.hasReply ? ["A page has what came as its `data`, and status and headers as its `reply`."] : []),
    ],
    throws: "ApiError when the API answers with an error, ListChangedError when the list changes underneath.",
    deprecated: operation.deprecated,
  };
}

/** The parameters of a paginator, on its function and on the client's method, but for the client. */
export function paginatorParameters(
  file: TypeScriptFile,
  { operation }: Paged,
  module: string,
): NonNullable<FunctionDeclarationStructure["parameters"]> {
  const { inputName } = operation;
  const input = inputName === undefined ? [] : inputParameter(file, operation, inputName, module);
  return [...input, { name: "options", type: file.text(runtimeType("RequestOptions")), hasQuestionToken: true }];
}

function functionOf(
  file: TypeScriptFile,
  types: Types,
  api: Api,
  paged: Paged,
  pages: Code | undefined,
): FunctionDeclarationStructure {
  const { operation, paginator } = paged;
  const list = identifier(operation.name, { module: moduleOf(api)(operation), isType: false });
  const value =
    pages === undefined
      ? new PageCode(types, api, operation, paginator).paginator()
      : code`${pages}(${list}, client, input, options)`;
  return {
    kind: StructureKind.Function,
    isExported: true,
    name: identifier(paginator.name).text,
    docs: docsFor(paginatorComment(paged)),
    parameters: [
      { name: "client", type: file.text(runtimeType("Client")) },
      ...paginatorParameters(file, paged, moduleOf(api)(operation)),
    ],
    returnType: file.text(paginatorType(types, paged, runtimeType("Paginator"))),
    statements: file.text(render("return.ts.hbs", { value })),
  };
}
