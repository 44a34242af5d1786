import { StructureKind, type FunctionDeclarationStructure } from "ts-morph";
import type { Api, Operation, Paginator } from "../ir/types.js";
import { shorthand } from "./calls.js";
import { code, type Code, runtimeType, runtimeValue } from "./code.js";
import { docsFor } from "./docs.js";
import { access, identifier, memberName } from "./escape.js";
import { TypeScriptFile } from "./files.js";
import { isInputOptional } from "./inputs.js";
import { moduleOf, outputType } from "./operations.js";
import { render } from "./templates.js";
import type { Types } from "./types.js";

/** An operation whose list comes in pages. */
export interface Paged {
  readonly operation: Operation;
  readonly inputName: string;
  readonly paginator: Paginator;
}

/** The operations whose lists come in pages. */
export function pagedOperations(api: Api): readonly Paged[] {
  return api.operations.flatMap((operation) => {
    const { inputName, paginator } = operation;
    return inputName === undefined || paginator === undefined ? [] : [{ operation, inputName, paginator }];
  });
}

/** `paginators.ts`: for each list that comes in pages a function that goes through them. */
export function emitPaginators(api: Api, types: Types): TypeScriptFile {
  const file = new TypeScriptFile("paginators");
  const locate = moduleOf(api);
  for (const paged of pagedOperations(api)) file.add(functionOf(file, types, paged, locate(paged.operation)));
  return file;
}

/** The type of the paginator of an operation. */
export function paginatorType(types: Types, { operation, paginator }: Paged, name: Code): Code {
  const item = types.print(paginator.item, { view: "read", binary: "text" });
  return code`${name}<${item}, ${outputType(types, operation)}>`;
}

/** What is said of a paginator, on its function and on the client's method. */
export function paginatorComment({ operation }: Paged): Parameters<typeof docsFor>[0] {
  return {
    description: `Every item of {@link ${operation.name}}, fetched page by page: \`for await\`, \`.pages()\`, \`.first()\`, \`.at(n)\`, \`.slice(a, b)\`, \`.total()\` and \`.toArray({ limit })\`.`,
    notes: ["Nothing is sent until items are asked for."],
    throws: "ApiError when the API answers with an error, ListChangedError when the list changes underneath.",
    deprecated: operation.deprecated,
  };
}

function functionOf(file: TypeScriptFile, types: Types, paged: Paged, module: string): FunctionDeclarationStructure {
  const { operation, inputName, paginator } = paged;
  const { plan } = paginator;
  const call = (given: Code): Code =>
    code`${identifier(operation.name, { module, isType: false })}(client, { ...input, ${given} }, options)`;
  const view = {
    paginator: runtimeValue("Paginator"),
    source: sourceOf(plan, call),
    items: reach(paginator.items),
    total: paginator.total === undefined ? undefined : reach(paginator.total),
  };
  return {
    kind: StructureKind.Function,
    isExported: true,
    name: identifier(paginator.name).text,
    docs: docsFor(paginatorComment(paged)),
    parameters: [
      { name: "client", type: file.text(runtimeType("Client")) },
      {
        name: "input",
        type: file.text(identifier(inputName, { module, isType: true })),
        ...(isInputOptional(operation) ? { initializer: "{}" } : {}),
      },
      { name: "options", type: file.text(runtimeType("RequestOptions")), hasQuestionToken: true },
    ],
    returnType: file.text(paginatorType(types, paged, code`Paginator`)),
    statements: file.text(render("paginator.ts.hbs", view)),
  };
}

/** How pages are asked for, one by one. */
function sourceOf(plan: Paginator["plan"], call: (given: Code) => Code): Code {
  const start = (name: string): Code => access(code`input`, name);
  switch (plan.style) {
    case "page-number": {
      const last = plan.pages === undefined ? code`` : code`, last: (page, number) => number >= ${reach(plan.pages)}`;
      return code`${runtimeValue("byPageNumber")}({ start: ${start(plan.page)}, fetch: (number) => ${call(shorthand(memberName(plan.page), code`number`))}${last} })`;
    }
    case "offset": {
      const size = code`${start(plan.pageSize)} ?? ${plan.defaultPageSize}`;
      const given = code`${shorthand(memberName(plan.offset), code`offset`)}, ${memberName(plan.pageSize)}: ${size}`;
      return code`${runtimeValue("byOffset")}({ start: ${start(plan.offset)}, limit: ${size}, fetch: (offset) => ${call(given)} })`;
    }
    case "token":
      return code`${runtimeValue("byCursor")}({ start: ${start(plan.token)}, fetch: (token) => ${call(shorthand(memberName(plan.token), code`token`))}, next: (page) => ${reach(plan.next)} })`;
  }
}

/** Members of the page, one inside the other. */
function reach(names: readonly string[]): Code {
  return names.reduce<Code>((object, name) => access(object, name), code`page`);
}
