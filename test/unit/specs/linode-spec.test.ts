import { describe, expect, test } from "vitest";
import { listOf, maybeObject, objectOf, stringOf } from "./json.js";
import { openSpec, operationsOf, propertiesOf, replySchema } from "./spec.js";

const { document } = await openSpec("linode");
const operations = operationsOf(document);
const byId = operations.map((entry) => [stringOf(entry.operation.operationId), entry] as const);

describe("the Linode spec", () => {
  test("states version, servers, sign-in and the shape of errors", () => {
    expect(document.info).toMatchObject({ version: "4.176.0" });
    expect(listOf(document.servers).map((server) => objectOf(server).url)).toEqual([
      "https://api.linode.com/v4",
      "https://api.linode.com/v4beta",
    ]);
    expect(document["x-errors"]).toEqual({ list: "/errors", message: "/reason", field: "/field" });
    expect(document.security).toEqual([{ personalAccessToken: [] }, { oauth: [] }]);
    expect(maybeObject(document.components).securitySchemes).toMatchObject({
      personalAccessToken: { type: "http", scheme: "bearer", "x-env": ["LINODE_TOKEN"] },
      oauth: { type: "oauth2", flows: { authorizationCode: { tokenUrl: "https://login.linode.com/oauth/token" } } },
    });
  });
});

describe("operations", () => {
  const lists = byId.filter(([, { operation }]) => operation["x-paginator"] !== undefined);

  test("there are many lists with pages", () => expect(lists.length).toBeGreaterThan(25));

  test.each(lists)("%s: pages of 25 to 500 items, by number, with a filter", (_id, { operation, parameters }) => {
    expect(operation["x-paginator"]).toEqual({
      style: "page-number",
      page: "page",
      pageSize: "page_size",
      maxPageSize: 500,
      items: "/data",
      pages: "/pages",
      total: "/results",
    });
    const [page, size, filter] = ["page", "page_size", "X-Filter"].map((name) =>
      parameters.find((parameter) => parameter.name === name),
    );
    expect(page).toMatchObject({ name: "page", in: "query", schema: { minimum: 1, default: 1 } });
    expect(size).toMatchObject({ name: "page_size", in: "query", schema: { minimum: 25, maximum: 500, default: 100 } });
    expect(filter).toMatchObject({
      name: "X-Filter",
      in: "header",
      "x-filter": { style: "json", comparisons: { ne: "+neq" }, limit: "+limit" },
    });
    const reply = replySchema(document, operation, "200") ?? {};
    expect([...propertiesOf(document, reply).keys()]).toEqual(["page", "pages", "results", "data"]);
  });
});
