import type { JsonObject, Problem } from "../load/document.js";
import { mayBeBigInt } from "./big-ints.js";
import { asNumber, asObject, asString, defined, member } from "./json.js";
import type { NameScope } from "./names.js";
import { child, segments } from "./pointer.js";
import type { Schemas } from "./schemas.js";
import type { InputMember, Output, PagePlace, PagePlan, Paginator, TypeRef } from "./types.js";
import { wayInto } from "./ways.js";

/** What a paginator is read from. */
interface Source {
  readonly operation: JsonObject;
  readonly pointer: string;
  /** Name of the operation's function. */
  readonly name: string;
  readonly input: readonly InputMember[];
  readonly output: Output;
}

/** What reading a paginator needs to know of the rest. */
interface Surroundings {
  readonly schemas: Schemas;
  readonly scope: NameScope;
  findOperation(id: string): unknown;
}

/** Reads `x-paginator`. One that does not fit its operation is a problem. */
export function readPaginator(
  surroundings: Surroundings,
  source: Source,
): { paginator?: Paginator; problem?: Problem } {
  const extension = asObject(member(source.operation, "x-paginator"));
  if (extension === undefined) return {};
  const found = new Reader(surroundings, source, extension).read();
  if (typeof found !== "string") return { paginator: found };
  return {
    problem: {
      code: "no-paginator",
      message: `No paginator is made for "${source.name}": ${found}.`,
      help: "Compare the names in x-paginator with the inputs of the operation and with the schema of its reply.",
      pointer: child(source.pointer, "x-paginator"),
    },
  };
}

class Reader {
  readonly #surroundings: Surroundings;
  readonly #source: Source;
  readonly #extension: JsonObject;
  /** What keeps the paginator from being made; the first reason is told. */
  #fault: string | undefined;

  constructor(surroundings: Surroundings, source: Source, extension: JsonObject) {
    this.#surroundings = surroundings;
    this.#source = source;
    this.#extension = extension;
  }

  /** The paginator, or why there is none. */
  read(): Paginator | string {
    const { output, name } = this.#source;
    const { schemas, scope, findOperation } = this.#surroundings;
    const items = wayInto(schemas, output.type, this.#text("items") ?? "");
    if (items === undefined || items.type.kind !== "array" || output.mayBeEmpty)
      return "what `items` leads to is not a list";
    const plan = this.#plan(items.type.items);
    const counted = asObject(member(this.#extension, "total"));
    const operation = asString(member(counted, "operation"));
    const header = asString(member(counted, "header"));
    // What it is given is decided once all operations have been read.
    const count = operation === undefined || header === undefined ? undefined : { operation, header, input: [] };
    if (count !== undefined && findOperation(count.operation) === undefined)
      return `\`total\` names the operation "${count.operation}", which does not exist`;
    const total = count === undefined ? this.#place("total", ["number"]) : undefined;
    if (plan === undefined || this.#fault !== undefined) return this.#fault ?? "its style is not known";
    const noun = name.replace(/^(list|get|find|search)(?=\p{Lu})/u, "");
    return defined<Paginator>({
      name: scope.claim(`paginate${noun.charAt(0).toUpperCase()}${noun.slice(1)}`, "Pages"),
      item: items.type.items,
      items: items.way,
      hasReply: plan.style === "link" || [total, ...placesOf(plan)].some((place) => place && "header" in place),
      total,
      count,
      plan,
    });
  }

  #plan(item: TypeRef): PagePlan | undefined {
    switch (this.#text("style")) {
      case "page-number":
        return defined<PagePlan & { style: "page-number" }>({
          style: "page-number",
          page: this.#counted("page"),
          firstPage: member(this.#extension, "firstPage") === 0 ? 0 : 1,
          pages: this.#place("pages", ["number"]),
          usedPageSize: this.#place("usedPageSize", ["number"]),
        });
      case "offset": {
        const size = this.#text("pageSize") === undefined ? undefined : this.#counted("pageSize");
        const usual = asNumber(member(this.#extension, "maxPageSize"));
        return defined<PagePlan & { style: "offset" }>({
          style: "offset",
          offset: this.#counted("offset"),
          pageSize: size === undefined ? undefined : { input: size, ...(usual === undefined ? {} : { usual }) },
          usedPageSize: this.#place("usedPageSize", ["number"]),
        });
      }
      case "cursor":
        return this.#cursor(item);
      case "token":
        return defined<PagePlan & { style: "token" }>({
          style: "token",
          token: this.#input("token"),
          next: this.#needed("next"),
          more: this.#place("more", ["boolean"]),
        });
      case "link":
        return defined<PagePlan & { style: "link" }>({
          style: "link",
          next: this.#needed("next"),
          rel: asString(member(asObject(member(this.#extension, "next")), "rel")),
        });
      default:
        return undefined;
    }
  }

  #cursor(item: TypeRef): PagePlan | undefined {
    const cursor = this.#input("cursor");
    const mark = wayInto(this.#surroundings.schemas, item, this.#text("next") ?? "");
    const kind = this.#source.input.find(({ name }) => name === cursor)?.type.kind;
    if (
      mark === undefined ||
      (mark.type.kind !== kind && kind !== "string") ||
      !/^(string|number|bigint)$/.test(mark.type.kind)
    ) {
      this.#fault ??= "what `next` leads to within an item is nothing that `cursor` takes";
      return undefined;
    }
    return defined<PagePlan & { style: "cursor" }>({
      style: "cursor",
      cursor,
      asText: kind !== mark.type.kind,
      next: mark.way,
      more: this.#place("more", ["boolean"]),
    });
  }

  #text(name: string): string | undefined {
    return asString(member(this.#extension, name));
  }

  /** The input that something is sent in: a parameter, or a member of the body. */
  #input(name: string): string {
    const sent = this.#text(name) ?? "";
    const [inBody, deeper] = sent.startsWith("/") ? segments(sent) : [];
    const found = this.#source.input.find(({ wireName, place }) =>
      inBody === undefined ? wireName === sent && place !== "body" : wireName === inBody && place === "body",
    );
    if (found === undefined || deeper !== undefined) {
      this.#fault ??= `\`${name}\` names the input "${sent}", which the operation does not have`;
    }
    return found?.name ?? "";
  }

  /** An input that pages are counted with, as numbers. */
  #counted(name: string): string {
    const found = this.#input(name);
    const type = this.#source.input.find((each) => each.name === found)?.type;
    if (type !== undefined && mayBeBigInt(this.#surroundings.schemas, type)) {
      this.#fault ??= `\`${name}\` names the input "${found}", which is a bigint, and pages are counted in numbers`;
    }
    return found;
  }

  /** Where something is on a page; nothing where the extension does not speak of it. */
  #place(name: string, kinds: readonly TypeRef["kind"][]): PagePlace | undefined {
    const value = member(this.#extension, name);
    const header = asString(member(asObject(value), "header"));
    if (header !== undefined) return { header };
    const pointer = asString(value);
    if (pointer === undefined) return undefined;
    const found = wayInto(this.#surroundings.schemas, this.#source.output.type, pointer);
    if (found !== undefined && kinds.includes(found.type.kind)) return { way: found.way };
    this.#fault ??= `what \`${name}\` leads to is no ${kinds.join(" or ")}`;
    return undefined;
  }

  #needed(name: string): PagePlace {
    const found = this.#place(name, ["string"]);
    if (found === undefined) this.#fault ??= `it does not say where \`${name}\` is`;
    return found ?? { header: "" };
  }
}

function placesOf(plan: PagePlan): readonly (PagePlace | undefined)[] {
  switch (plan.style) {
    case "page-number":
      return [plan.pages, plan.usedPageSize];
    case "offset":
      return [plan.usedPageSize];
    case "cursor":
      return [plan.more];
    default:
      return "more" in plan ? [plan.next, plan.more] : [plan.next];
  }
}
