import { describe, expect, it } from "vitest";
import { compare, passes } from "../../../twin/src/lists/compare.js";
import { ordered, selection } from "../../../twin/src/lists/filter.js";
import { pageOf, type Page } from "../../../twin/src/lists/page.js";
import type { Comparison } from "../../../twin/src/spec/extensions.js";
import type { Json, JsonObject } from "../../../twin/src/spec/json.js";
import { operationsOf, type Operation } from "../../../twin/src/spec/operations.js";
import { Schemas } from "../../../twin/src/spec/schemas.js";

const schemas = new Schemas({});
const item = {
  type: "object",
  properties: {
    id: { type: "integer" },
    name: { type: "string" },
    tags: { type: "object" },
    metadata: { type: "object", properties: { createdDate: { type: "string" } } },
  },
};

function operation(node: JsonObject): Operation {
  return operationsOf({
    paths: { "/boxes": { get: { operationId: "list", responses: {}, ...node } } },
  })[0] as Operation;
}

const parameter = (name: string, schema: JsonObject = {}): JsonObject => ({ name, in: "query", schema });
const all = Array.from({ length: 7 }, (_, index) => ({ id: index + 1 }));
const page = (paginator: JsonObject, query: JsonObject, more: JsonObject = {}): Page<{ id: number }> =>
  pageOf(
    all,
    operation({ "x-paginator": paginator, ...more }),
    { query, body: undefined, url: "http://twin/boxes", counting: false },
    (each) => each,
    schemas,
  );
const ids = ({ items }: Page<{ id: number }>): number[] => items.map(({ id }) => id);

describe("comparisons", () => {
  const cases: readonly [Json | undefined, Comparison, Json, boolean][] = [
    [5, "eq", "5", true],
    [5, "ne", 5, false],
    [5, "gt", 4, true],
    [5, "lte", 5, true],
    [null, "gt", 1, false],
    [undefined, "eq", null, true],
    ["abc", "contains", "B", true],
    ["abc", "matches", "^a.c$", true],
    ["abc", "matches", "(", false],
    [["x", "y"], "eq", "y", true],
    ["b", "in", ["a", "b"], true],
    ["2020-01-02", "lt", "2020-01-03", true],
  ];
  it.each(cases)("%j %s %j is %s", (value, comparison, wanted, result) => {
    expect(passes(value, comparison, wanted)).toBe(result);
  });

  it("put what is missing last", () => {
    expect([3, undefined, 1, null, 2].sort(compare)).toEqual([1, 2, 3, null, undefined]);
  });
});

describe("filters in the query", () => {
  const keeps = (node: JsonObject, query: JsonObject, value: Json): boolean =>
    selection(operation(node), query, {}, { schema: item, attributes: "" }, schemas).keeps(value);

  it("name attributes, with a prefix or without", () => {
    const filter = {
      "x-filter": { style: "query", prefix: "filter.", attributes: { name: ["eq"], createdAfter: ["gt"] } },
    };
    expect(keeps(filter, { "filter.name": "a" }, { name: "a" })).toBe(true);
    expect(keeps(filter, { "filter.name": "a" }, { name: "b" })).toBe(false);
    expect(keeps(filter, { "filter.createdAfter": "2020" }, { metadata: { createdDate: "2021" } })).toBe(true);
    expect(keeps(filter, { name: "a" }, { name: "b" })).toBe(true);
    expect(
      keeps(
        { "x-filter": { style: "query", prefix: "tag.", anyAttribute: true } },
        { "tag.a": "1" },
        { tags: { a: "1" } },
      ),
    ).toBe(true);
    expect(
      keeps({ "x-filter": { style: "query", prefix: "tag.", anyAttribute: true } }, { "tag.a": "1" }, { tags: {} }),
    ).toBe(false);
  });

  it("are declared parameters of the attributes' names, with stars for any text", () => {
    const node = { parameters: [parameter("name", { type: "string" })] };
    expect(keeps(node, { name: "web*" }, { name: "web-1" })).toBe(true);
    expect(keeps(node, { name: "web*" }, { name: "db" })).toBe(false);
    expect(keeps(node, { name: "w.b" }, { name: "web" })).toBe(false);
  });
});

describe("orders", () => {
  it("go by one attribute after another", () => {
    const node = {
      parameters: [parameter("sort")],
      "x-filter": {
        style: "json",
        parameter: "filter",
        comparisons: {},
        sort: { parameter: "sort", ascending: 1, descending: -1 },
      },
    };
    const { order } = selection(
      operation(node),
      { sort: '{"name":1,"id":-1}' },
      {},
      { schema: item, attributes: "" },
      schemas,
    );
    const values = [
      { id: 1, name: "b" },
      { id: 2, name: "a" },
      { id: 3, name: "a" },
    ];
    expect(ordered(values, order, (value) => value).map(({ id }) => id)).toEqual([3, 2, 1]);
  });
});

describe("pages", () => {
  it("have numbers", () => {
    const style = {
      style: "page-number",
      page: "page",
      pageSize: "size",
      items: "/items",
      pages: "/pages",
      total: "/total",
    };
    expect(ids(page(style, { page: 2, size: 3 }))).toEqual([4, 5, 6]);
    expect(page(style, { page: 2, size: 3 }).places).toEqual([
      ["/pages", 3],
      ["/page", 2],
      ["/total", 7],
    ]);
    expect(ids(page({ ...style, firstPage: 0 }, { page: 0, size: 3 }))).toEqual([1, 2, 3]);
    expect(ids(page(style, { page: 99, size: 3 }))).toEqual([]);
  });

  it("skip items", () => {
    const style = {
      style: "offset",
      offset: "offset",
      pageSize: "limit",
      maxPageSize: 5,
      items: "",
      usedPageSize: { header: "x-limit" },
      total: { header: "x-count" },
    };
    expect(ids(page(style, { offset: 5, limit: 3 }))).toEqual([6, 7]);
    expect(page(style, { limit: 100 }).headers).toEqual({ "x-limit": "5", "x-count": "7" });
  });

  it("come after an item", () => {
    const style = {
      style: "cursor",
      cursor: "after",
      next: "/id",
      more: "/has_more",
      pageSize: "limit",
      items: "/items",
    };
    const first = page(style, { limit: 3 });
    expect([ids(first), first.places]).toEqual([[1, 2, 3], [["/has_more", true]]]);
    const last = page(style, { limit: 4, after: 3 });
    expect([ids(last), last.places]).toEqual([[4, 5, 6, 7], [["/has_more", false]]]);
  });

  it("are fetched by a token", () => {
    const style = { style: "token", token: "mark", next: "/next", pageSize: "limit", items: "/items" };
    const seen: number[] = [];
    let mark: Json | undefined;
    for (let pages = 0; pages < 5; pages++) {
      const next = page(style, { limit: 3, ...(typeof mark === "string" && { mark }) });
      seen.push(...ids(next));
      mark = new Map(next.places).get("/next");
      if (mark === null) break;
    }
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(ids(page(style, { limit: 3, mark: "nonsense" }))).toEqual([1, 2, 3]);
  });

  it("are fetched by a link", () => {
    const header = { style: "link", next: { header: "Link", rel: "next" }, pageSize: "per_page", items: "" };
    const node = {
      parameters: [parameter("page", { type: "integer" }), parameter("per_page", { type: "integer", default: 2 })],
    };
    expect(page(header, { per_page: 3 }, node).headers).toEqual({
      Link: '<http://twin/boxes?per_page=3&page=2>; rel="next"',
    });
    expect(ids(page(header, { per_page: 3, page: 3 }, node))).toEqual([7]);
    expect(page(header, { per_page: 3, page: 3 }, node).headers).toEqual({});
    const inBody = page({ style: "link", next: "/_links/next", pageSize: "limit", items: "/items" }, { limit: 5 });
    const url = new URL(String(new Map(inBody.places).get("/_links/next")));
    expect(
      ids(
        page(
          { style: "link", next: "/_links/next", pageSize: "limit", items: "/items" },
          Object.fromEntries(url.searchParams),
        ),
      ),
    ).toEqual([6, 7]);
  });

  it("may be all on one", () => {
    const style = { style: "page-number", page: "page", pageSize: "size", items: "/items", usedPageSize: "/size" };
    const whole = page(style, { all: 1, size: 2 }, { parameters: [parameter("all")] });
    expect([ids(whole).length, new Map(whole.places).get("/size")]).toEqual([7, 7]);
  });
});
