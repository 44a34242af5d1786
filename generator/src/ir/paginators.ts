import type { JsonObject, Problem } from "../load/document.js";
import { asNumber, asObject, asString, defined, member } from "./json.js";
import type { NameScope } from "./names.js";
import { child, segments } from "./pointer.js";
import type { Schemas } from "./schemas.js";
import type { InputMember, Output, PagePlan, Paginator, TypeRef } from "./types.js";

/** What a paginator is read from. */
interface Source {
  readonly operation: JsonObject;
  readonly pointer: string;
  /** Name of the operation's function. */
  readonly name: string;
  readonly input: readonly InputMember[];
  readonly output: Output;
}

/** Reads `x-paginator`. One that does not fit its operation, or is of a style without code so far, is a problem. */
export function readPaginator(
  schemas: Schemas,
  scope: NameScope,
  source: Source,
): { paginator?: Paginator; problem?: Problem } {
  const extension = asObject(member(source.operation, "x-paginator"));
  if (extension === undefined) return {};
  const items = path(extension, "items");
  const list = items === undefined ? undefined : typeAt(schemas, source.output.type, items);
  const numberAt = (name: string): readonly string[] | undefined => {
    const names = path(extension, name);
    return names !== undefined && typeAt(schemas, source.output.type, names)?.kind === "number" ? names : undefined;
  };
  const plan = readPlan(extension, source.input, numberAt("pages"));
  if (items === undefined || list?.kind !== "array" || plan === undefined) {
    return { problem: unfit(source, list === undefined || list.kind === "array") };
  }
  const noun = source.name.replace(/^(list|get|find|search)(?=\p{Lu})/u, "");
  const name = scope.claim(`paginate${noun.charAt(0).toUpperCase()}${noun.slice(1)}`, "Pages");
  return { paginator: defined<Paginator>({ name, item: list.items, items, total: numberAt("total"), plan }) };
}

function readPlan(
  extension: JsonObject,
  input: readonly InputMember[],
  pages: readonly string[] | undefined,
): PagePlan | undefined {
  const inputFor = (name: string): string | undefined =>
    input.find(({ wireName, place }) => wireName === asString(member(extension, name)) && place === "query")?.name;
  switch (asString(member(extension, "style"))) {
    case "page-number": {
      const page = inputFor("page");
      return page === undefined
        ? undefined
        : defined<PagePlan & { style: "page-number" }>({ style: "page-number", page, pages });
    }
    case "offset": {
      const [offset, pageSize] = [inputFor("offset"), inputFor("pageSize")];
      const defaultPageSize = asNumber(member(extension, "maxPageSize"));
      if (offset === undefined || pageSize === undefined || defaultPageSize === undefined) return undefined;
      return { style: "offset", offset, pageSize, defaultPageSize };
    }
    case "token": {
      const [token, next] = [inputFor("token"), path(extension, "next")];
      return token === undefined || next === undefined ? undefined : { style: "token", token, next };
    }
    default:
      return undefined;
  }
}

/** A JSON pointer into the page, as names of members. */
function path(extension: JsonObject, name: string): readonly string[] | undefined {
  const pointer = asString(member(extension, name));
  return pointer === undefined ? undefined : segments(pointer);
}

/** The type that members of a type lead to, provided that they are always there. */
function typeAt(schemas: Schemas, type: TypeRef | undefined, names: readonly string[]): TypeRef | undefined {
  let found = type;
  for (const name of names) {
    const field = found?.kind === "model" ? schemas.allFieldsAt(found.model).get(name) : undefined;
    found = field?.required === true ? field.type : undefined;
  }
  return found;
}

function unfit({ pointer, name }: Source, isStyle: boolean): Problem {
  return {
    code: "no-paginator",
    message: isStyle
      ? `No paginator is made for "${name}": its style is not supported yet, or it names an input or a member that the operation does not have.`
      : `No paginator is made for "${name}": what \`items\` leads to is not a list.`,
    help: "Compare the names in x-paginator with the query parameters and with the schema of the reply.",
    pointer: child(pointer, "x-paginator"),
  };
}
