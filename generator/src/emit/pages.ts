import type { Api, Operation, PagePlace, PagePlan, Paginator } from "../ir/types.js";
import { followingCall } from "./calls.js";
import { code, type Code, join, runtimeValue } from "./code.js";
import { access, identifier, memberName, quoted } from "./escape.js";
import { moduleOf, outputType } from "./operations.js";
import { shorthand } from "./shorthand.js";
import type { Types } from "./types.js";
import { mayBeMissing, reach } from "./ways.js";

/** What a paginator is made of: how pages are asked for, and what is read from one, which is called `page`. */
export class PageCode {
  readonly #types: Types;
  readonly #api: Api;
  readonly #operation: Operation;
  readonly #paginator: Paginator;
  readonly #list: Code;

  /** @param list the function that fetches a page; by default that of the operation */
  constructor(types: Types, api: Api, operation: Operation, paginator: Paginator, list?: Code) {
    this.#types = types;
    this.#api = api;
    this.#operation = operation;
    this.#paginator = paginator;
    this.#list = list ?? this.#function(operation);
  }

  /** The paginator. */
  paginator(): Code {
    const [total, count] = [this.#total(), this.#count()];
    const options =
      total !== undefined
        ? code`, { total: (page) => ${total} }`
        : count !== undefined
          ? code`, { count: ${count} }`
          : code``;
    return code`new ${runtimeValue("Paginator")}(() => ${this.#source()}, (page) => ${this.#items()}${options})`;
  }

  /** The list of items. */
  #items(): Code {
    const { items } = this.#paginator;
    const list = reach(this.#body(), items);
    return mayBeMissing(items) ? code`(${list} ?? [])` : list;
  }

  /** The number of all items, where pages tell it. */
  #total(): Code | undefined {
    const { total } = this.#paginator;
    return total === undefined ? undefined : this.#maybe(total);
  }

  /** Asks another operation for the number of all items. */
  #count(): Code | undefined {
    const { count } = this.#paginator;
    const counting = this.#api.operations.find(({ id }) => id === count?.operation);
    if (count === undefined || counting === undefined) return undefined;
    const members = count.input.map((name) => code`${memberName(name)}: ${access(code`input`, name)}`);
    const input = counting.inputName === undefined ? code`` : code`{ ${join(members, code`, `)} }, `;
    const call = code`${this.#function(counting)}(client, ${input}given)`;
    const reply = code`(await ${runtimeValue("withReply")}((given) => ${call}, options)).reply`;
    return code`async () => ${runtimeValue("headerNumber")}(${reply}, ${quoted(count.header)})`;
  }

  /** How pages are asked for, one by one. */
  #source(): Code {
    const { plan } = this.#paginator;
    const start = (name: string): readonly [string, Code] => ["start", access(code`input`, name)];
    switch (plan.style) {
      case "page-number": {
        const first = plan.firstPage === 1 ? start(plan.page)[1] : code`${start(plan.page)[1]} ?? 0`;
        return this.#make("byPageNumber", [
          ["start", first],
          ["fetch", this.#fetch(code`number`, [shorthand(memberName(plan.page), code`number`)])],
          ["last", this.#lastNumber(plan)],
        ]);
      }
      case "offset": {
        const { pageSize } = plan;
        const size = pageSize && access(code`input`, pageSize.input);
        const limit = pageSize?.usual === undefined || size === undefined ? size : code`${size} ?? ${pageSize.usual}`;
        const sent =
          pageSize?.usual === undefined || limit === undefined ? [] : [code`${memberName(pageSize.input)}: ${limit}`];
        return this.#make("byOffset", [
          start(plan.offset),
          ["limit", limit],
          ["fetch", this.#fetch(code`offset`, [shorthand(memberName(plan.offset), code`offset`), ...sent])],
          ["used", plan.usedPageSize && code`(page) => ${this.#maybe(plan.usedPageSize)}`],
          ["last", this.#lastOffset()],
        ]);
      }
      case "cursor": {
        const mark = reach(code`${this.#items()}.at(-1)`, plan.next, true);
        const next = plan.asText ? code`${mark}?.toString()` : mark;
        return this.#make("byCursor", [
          start(plan.cursor),
          ["fetch", this.#fetch(code`cursor`, [shorthand(memberName(plan.cursor), code`cursor`)])],
          ["next", code`(page) => ${this.#unlessOver(plan.more, next)}`],
        ]);
      }
      case "token":
        return this.#make("byCursor", [
          start(plan.token),
          ["fetch", this.#fetch(code`token`, [shorthand(memberName(plan.token), code`token`)])],
          ["next", code`(page) => ${this.#unlessOver(plan.more, this.#text(plan.next))}`],
        ]);
      case "link": {
        const rel = plan.rel === undefined ? this.#usualRelation(plan.next) : code`, ${quoted(plan.rel)}`;
        return this.#make("byCursor", [
          ["fetch", this.#fetchLink()],
          ["next", code`(page) => ${runtimeValue("nextLink")}(page.reply, ${this.#text(plan.next)}${rel})`],
        ]);
      }
    }
  }

  #make(
    name: "byPageNumber" | "byOffset" | "byCursor",
    members: readonly (readonly [string, Code | undefined])[],
  ): Code {
    const given = members.flatMap(([member, value]) =>
      value === undefined ? [] : [code`${identifier(member)}: ${value}`],
    );
    const source = { byPageNumber: runtimeValue("byPageNumber"), byOffset: runtimeValue("byOffset"), byCursor: runtimeValue("byCursor") }; // prettier-ignore
    return code`${source[name]}({ ${join(given, code`, `)} })`;
  }

  /** Fetches a page by calling the operation's function with other inputs. */
  #fetch(parameter: Code, given: readonly Code[]): Code {
    const call = (options: Code): Code =>
      code`${this.#list}(client, { ...input, ${join(given, code`, `)} }, ${options})`;
    return code`(${parameter}) => ${this.#replied(call)}`;
  }

  /** Fetches the first page by the operation's function, and each other at the address that the one before it tells. */
  #fetchLink(): Code {
    const input = this.#operation.inputName === undefined ? code`` : code`input, `;
    const members = followingCall(this.#types, this.#api, this.#operation, code`address`);
    const output = outputType(this.#types, this.#operation);
    const call = (options: Code): Code =>
      code`address === undefined ? ${this.#list}(client, ${input}${options}) : client.send<${output}>({ ${join(members, code`, `)} }, ${options})`;
    return code`(address) => ${this.#replied(call)}`;
  }

  #replied(call: (options: Code) => Code): Code {
    return this.#paginator.hasReply
      ? code`${runtimeValue("withReply")}((given) => ${call(code`given`)}, options)`
      : call(code`options`);
  }

  #function(operation: Operation): Code {
    return identifier(operation.name, { module: moduleOf(this.#api)(operation), isType: false });
  }

  #body(): Code {
    return this.#paginator.hasReply ? code`page.data` : code`page`;
  }

  /** Text on a page, or null or undefined. */
  #text(place: PagePlace): Code {
    return "way" in place ? reach(this.#body(), place.way) : code`page.reply.headers.get(${quoted(place.header)})`;
  }

  /** A number on a page, or undefined. */
  #maybe(place: PagePlace): Code {
    if ("header" in place) return code`${runtimeValue("headerNumber")}(page.reply, ${quoted(place.header)})`;
    const found = reach(this.#body(), place.way);
    return mayBeMissing(place.way) ? code`${found} ?? undefined` : found;
  }

  /** A number on a page, and another one where it is missing. */
  #number(place: PagePlace, otherwise: Code): Code {
    const isSure = "way" in place && !mayBeMissing(place.way);
    const found = "way" in place ? reach(this.#body(), place.way) : this.#maybe(place);
    return isSure ? found : code`(${found} ?? ${otherwise})`;
  }

  /**
   * Whether all is reached. Where a number may be missing, it can say yes but not no; where one is missing that is
   * promised, there are no pages, and what came is all.
   */
  #isReached(count: Code, all: Code, ...places: readonly PagePlace[]): Code {
    const isSure = places.every((place) => "way" in place && !mayBeMissing(place.way));
    return isSure ? code`!(${count} < ${all})` : code`${count} >= ${all} || undefined`;
  }

  #lastNumber({ firstPage, pages, usedPageSize }: PagePlan & { style: "page-number" }): Code | undefined {
    const { total } = this.#paginator;
    const number = firstPage === 1 ? code`number` : code`(number + 1)`;
    if (pages !== undefined) {
      return code`(page, number) => ${this.#isReached(number, this.#number(pages, code`Infinity`), pages)}`;
    }
    if (usedPageSize === undefined || total === undefined) return undefined;
    const count = code`${number} * ${this.#number(usedPageSize, code`0`)}`;
    return code`(page, number) => ${this.#isReached(count, this.#number(total, code`Infinity`), usedPageSize, total)}`;
  }

  #lastOffset(): Code | undefined {
    const { total } = this.#paginator;
    if (total === undefined) return undefined;
    const count = code`offset + ${this.#items()}.length`;
    return code`(page, offset) => ${this.#isReached(count, this.#number(total, code`Infinity`), total)}`;
  }

  /** What leads on, unless the page says that it is the last. */
  #unlessOver(more: PagePlace | undefined, next: Code): Code {
    if (more === undefined) return next;
    const over =
      "way" in more
        ? code`${reach(this.#body(), more.way)} === false`
        : code`page.reply.headers.get(${quoted(more.header)}) === "false"`;
    return code`${over} ? undefined : ${next}`;
  }

  /** A `Link` header names its addresses by their relations. */
  #usualRelation(next: PagePlace): Code {
    return "header" in next && next.header.toLowerCase() === "link" ? code`, "next"` : code``;
  }
}
