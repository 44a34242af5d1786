import { describe, expect, it } from "vitest";
import { createClient } from "../../golden/page-styles/expected/src/api.js";
import * as shelf from "../../golden/page-styles/expected/src/paginators.js";
import { recorder, type Answer } from "./support.js";

/* Every style of paging against a list of seven books that the server gives out in threes at most. */

const books = Array.from({ length: 7 }, (_, index) => ({ id: `b${index}`, number: index + 1 }));
const size = 3;

const numbered = (page: number): readonly object[] => books.slice((page - 1) * size, page * size);
const from = (offset: number, limit = size): readonly object[] => books.slice(offset, offset + Math.min(limit, size));

/** The answers of the server, by path. */
const routes: Readonly<Record<string, (query: URLSearchParams, body: unknown) => Answer>> = {
  "/v2/sized": (query) => ({ body: { items: numbered(Number(query.get("page") ?? 1)), total: 7, per_page: size } }),
  "/v2/zeroth": (query) => ({ body: numbered(Number(query.get("page") ?? 0) + 1), headers: { "x-pages": "3" } }),
  "/v2/loose": (query) => {
    const page = Number(query.get("page") ?? 1);
    // The page after the last one has neither list nor number.
    return page > 3
      ? { body: { meta: null } }
      : { body: { data: { list: numbered(page) }, meta: { pages: 3, total: 7 } } };
  },
  "/v2/machines": (query) => ({
    body: from(Number(query.get("offset") ?? 0), Number(query.get("limit"))),
    headers: { "x-query-limit": String(size), "x-resource-count": "7" },
  }),
  "/v2/plain": (query) => ({ body: { items: from(Number(query.get("skip") ?? 0)), total: 7, per_page: size } }),
  "/v2/last": (query) => ({
    body: from(Number(query.get("offset") ?? 0), Number(query.get("limit") ?? size)),
    headers: { "x-total": "7" },
  }),
  "/v2/cursor": (query) => {
    const start = books.findIndex(({ id }) => id === query.get("starting_after")) + 1;
    return { body: { items: from(start), total: 7, per_page: size, has_more: start + size < 7 } };
  },
  "/v2/cursor/numbers": (query) => ({ body: from(Number(query.get("after") ?? 0)) }),
  "/v2/token": (_, body) => {
    const { page_token: token = "0" } = Object(body) as { page_token?: string };
    const next = Number(token) + size;
    return { body: from(Number(token)), headers: next < 7 ? { "x-next": String(next) } : {} };
  },
  "/v2/joe/links": (query) => {
    const next = Number(query.get("at") ?? 0) + size;
    const others = '<https://shelf.example/v2/joe/links>; rel="first"; title="one, two"';
    const link = next < 7 ? `${others}, </v2/joe/links?at=${next}>; title="a"; rel="last next"` : others;
    return { body: from(next - size), headers: { link } };
  },
  "/v2/hal": (query) => {
    const next = Number(query.get("at") ?? 0) + size;
    const links = { next: next < 7 ? `hal?at=${next}` : null };
    return { body: { items: from(next - size), total: 7, per_page: size, _links: links } };
  },
};

function client(): { on: ReturnType<typeof createClient>; asked: () => readonly string[] } {
  const { transport, sent } = recorder(({ target, body }) => {
    const url = new URL(target, "https://shelf.example");
    return routes[url.pathname]?.(url.searchParams, body) ?? { status: 404, body: {} };
  });
  return {
    on: createClient({ transport, retry: { retries: 0 } }),
    asked: () => sent.splice(0).map(({ method, target }) => `${method} ${target.replace("/v2/", "")}`),
  };
}

const ids = (found: readonly { readonly id: string }[]): readonly string[] => found.map(({ id }) => id);
const all = ids(books);

describe("every style goes through all items, with one request for each page", () => {
  it.each<[string, (on: ReturnType<typeof createClient>) => ReturnType<typeof shelf.paginateHal | typeof shelf.paginateSized | typeof shelf.paginateLast | typeof shelf.paginateLoose | typeof shelf.paginateNumbered>, readonly string[]]>([
    ["numbers, with the size that the server used", shelf.paginateSized, ["sized?page=1", "sized?page=2", "sized?page=3"]],
    ["numbers from nought, with their count in a header", shelf.paginateZeroth, ["zeroth?page=0", "zeroth?page=1", "zeroth?page=2"]],
    ["numbers, with members that may be missing", shelf.paginateLoose, ["loose?page=1", "loose?page=2", "loose?page=3"]],
    ["offsets, of which the server gives fewer than asked for", shelf.paginateMachines, ["machines?offset=0&limit=1000", "machines?offset=3&limit=1000", "machines?offset=6&limit=1000"]],
    ["offsets without a size", shelf.paginatePlain, ["plain?skip=0", "plain?skip=3", "plain?skip=6"]],
    ["offsets with the total in a header", shelf.paginateLast, ["last?offset=0", "last?offset=3", "last?offset=6"]],
    ["the last item's mark", shelf.paginateAfter, ["cursor", "cursor?starting_after=b2", "cursor?starting_after=b5"]],
    ["the last item's number, to an empty page", shelf.paginateNumbered, ["cursor/numbers", "cursor/numbers?after=3", "cursor/numbers?after=6", "cursor/numbers?after=7"]],
    ["a token in a header, sent in the body", (on) => shelf.paginateBooks(on, { query: "q" }), ["token", "token", "token"]],
    ["a link in a header", (on) => shelf.paginateLinked(on, { owner: "joe" }), ["joe/links", "joe/links?at=3", "joe/links?at=6"]],
    ["a link in the body, relative", shelf.paginateHal, ["hal", "hal?at=3", "hal?at=6"]],
  ])("by %s", async (_, paginate, requests) => {
    const { on, asked } = client();
    const found: string[] = [];
    for await (const { id } of paginate(on)) found.push(id);
    expect(found).toEqual(all);
    expect(asked().map((line) => line.split(" ")[1])).toEqual(requests);
    // Places, some of which are reached without the pages before them, and the number of all.
    const list = paginate(on);
    expect(ids(await list.slice(2, 5))).toEqual(["b2", "b3", "b4"]);
    expect((await list.at(6))?.id).toBe("b6");
    expect(await list.total()).toBe(7);
  }); // prettier-ignore
});

it("the number of all items comes from the operation that counts, with the inputs that both have", async () => {
  const { on, asked } = client();
  expect(await shelf.paginateMachines(on, { state: "on", limit: 2 }).total()).toBe(7);
  expect(asked()).toEqual(["HEAD machines?state=on"]);
});

it("a page that carries its reply shows headers and body", async () => {
  const { on } = client();
  for await (const { data, reply } of shelf.paginateMachines(on).pages()) {
    expect(reply.headers.get("x-query-limit")).toBe("3");
    expect(data.length).toBeGreaterThan(0);
  }
});

it("a size of the caller's own is kept to, and the inputs beside it too", async () => {
  const { on, asked } = client();
  expect(ids(await shelf.paginateLast(on, { limit: 2 }).toArray())).toEqual(all);
  expect(asked()).toEqual([0, 2, 4, 6].map((offset) => `GET last?offset=${offset}&limit=2`));
  await shelf.paginateLinked(on, { owner: "joe", per_page: 3, xFilter: "f" }).toArray();
  expect(asked()[0]).toBe("GET joe/links?per_page=3");
});

it("headers of the call go along with a link, and links to another origin are not followed", async () => {
  const seen: (string | undefined)[] = [];
  const { transport } = recorder(({ headers }, count) => {
    seen.push(headers["x-filter"]);
    const next = count === 1 ? "/v2/joe/links?at=3" : "https://other.example/v2/joe/links";
    return { body: [books[count]], headers: { link: `<${next}>; rel=next` } };
  });
  const list = shelf.paginateLinked(createClient({ transport }), { owner: "joe", xFilter: "f" });
  await expect(list.toArray()).rejects.toThrow(/refused to leave/);
  expect(seen).toEqual(["f", "f"]);
});
