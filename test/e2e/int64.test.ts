import { describe, expect, it } from "vitest";
import {
  attachReceipt,
  createEntry,
  getBalances,
  getEntry,
  getVersion,
  listEntries,
  updateEntry,
  watchJournal,
  watchNews,
} from "../golden/int64/expected/src/operations/general.js";
import { entryFilter } from "../golden/int64/expected/src/filters.js";
import { paginateEntries, paginatePages } from "../golden/int64/expected/src/paginators.js";
import { beginCreateEntry, resumeCreateEntry } from "../golden/int64/expected/src/pollers.js";
import { EntryResource } from "../golden/int64/expected/src/resources/entry.js";
import { clientFor, serve, type Loopback } from "../unit/runtime/support.js";

/* A generated client whose document asks for integers as bigint, at a server: no digit is lost on any way. */

const large = 9_007_199_254_740_993n;
const larger = 9_223_372_036_854_775_807n;
const entry = `{"id":${large},"amount":-${larger},"line":7,"parentId":3,"origin":{"id":1,"amount":2,"line":3},"children":[{"id":${larger},"amount":0,"line":1}],"range":[5,"5"],"odd name":null,"unknown":${large}}`;
const read = {
  id: large,
  amount: -larger,
  line: 7,
  parentId: 3n,
  origin: { id: 1n, amount: 2n, line: 3 },
  children: [{ id: larger, amount: 0n, line: 1 }],
  range: [5n, "5"],
  "odd name": null,
  // What the document does not describe is as JSON.parse gives it.
  unknown: 9_007_199_254_740_992,
};

/** A server that answers everything with a text, and a client of it. */
async function answering(
  text: string,
  type = "application/json",
): Promise<Loopback & { client: ReturnType<typeof clientFor> }> {
  const loopback = await serve((_, response) => response.writeHead(200, { "content-type": type }).end(text));
  return { ...loopback, client: clientFor(loopback.url) };
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe("integers that are bigint", () => {
  it("are read as such at their places, small or large, and sent in the path", async () => {
    const { client, seen } = await answering(entry);
    expect(await getEntry(client, { entryId: larger })).toEqual(read);
    await getEntry(client, { entryId: { id: large } });
    expect(seen.map(({ url }) => url)).toEqual([`/entries/${larger}`, `/entries/${large}`]);
  });

  it("are sent in query, headers and cookies", async () => {
    const { client, seen } = await answering('{"entries":[],"more":false}');
    await listEntries(client, { since: larger, account: [1n, large], xTrace: -larger, session: large });
    expect(seen[0]?.url).toBe(`/entries?since=${larger}&account=1&account=${large}`);
    expect(seen[0]?.headers).toMatchObject({ "x-trace": `-${larger}`, cookie: `session=${large}` });
  });

  it("are sent in filters", async () => {
    const { client, seen } = await answering('{"entries":[],"more":false}');
    await listEntries(client, { filter: entryFilter.gt("amount", large).and(entryFilter.in("amount", [1n, larger])) });
    expect(seen[0]?.headers["x-filter"]).toBe(`{"amount":{"+gt":${large},"+in":[1,${larger}]}}`);
  });

  it("are sent in JSON bodies", async () => {
    const { client, seen } = await answering(entry);
    expect(await createEntry(client, { amount: larger, tag: "5n" })).toEqual(read);
    expect(seen[0]?.body).toBe(`{"amount":${larger},"tag":"5n"}`);
    expect(await updateEntry(client, { entryId: 1n, amount: -large })).toEqual(read);
    expect(seen[1]?.body).toBe(`{"amount":-${large}}`);
    expect(seen[1]?.headers["content-type"]).toBe("application/merge-patch+json");
  });

  it("are sent in forms, also within the JSON of a part", async () => {
    const { client, seen } = await answering("");
    await attachReceipt(client, { entryId: 1n, file: new Blob(["x"]), page: large, about: { amount: larger } });
    expect(seen[0]?.body).toContain(`\r\n\r\n${large}\r\n`);
    expect(seen[0]?.body).toContain(`\r\n\r\n{"amount":${larger}}\r\n`);
  });

  it("leave a reply alone that may be text", async () => {
    const { client } = await answering("no change", "text/plain");
    expect(await updateEntry(client, { entryId: 1n })).toBe("no change");
  });

  it("are read in records, lines and events", async () => {
    const balances = await answering(`{"a":1,"b":${large}}`);
    expect(await getBalances(balances.client)).toEqual({ a: 1n, b: large });
    const lines = await answering(`${entry}\n${entry}\n`, "application/x-ndjson");
    expect(await all(await watchJournal(lines.client))).toEqual([read, read]);
    const news = `data: ${entry}\n\ndata: {"text":"7","serial":${large}}\n\ndata: {"text":"","serial":1}\n\n`;
    const events = await answering(news, "text/event-stream");
    expect((await all(await watchNews(events.client))).map(({ data }) => data)).toEqual([
      read,
      { text: "7", serial: large },
      { text: "", serial: 1n },
    ]);
  });

  it("name the place of a page, and are items of one", async () => {
    const { url, seen } = await serve((_, response, { url: path }) => {
      const last = path.includes(`after=${large}`);
      response.end(
        path.startsWith("/lists")
          ? `{"data":[1,${larger}],"pages":1}`
          : `{"entries":[${last ? `{"id":${larger},"amount":1,"line":1}` : entry}],"more":${!last}}`,
      );
    });
    const client = clientFor(url);
    expect((await paginateEntries(client).toArray()).map(({ id }) => id)).toEqual([large, larger]);
    expect(seen.map(({ url: path }) => path)).toEqual(["/entries", `/entries?after=${large}`]);
    expect(await paginatePages(client).toArray()).toEqual([1n, larger]);
  });

  it("are attributes and identities of resources", async () => {
    const { client, seen } = await answering(entry);
    const resource = await new EntryResource(client, { entryId: large }).load();
    expect([resource.amount, resource.line]).toEqual([-larger, 7]);
    resource.amount = larger;
    await resource.save();
    expect(seen[1]).toMatchObject({ url: `/entries/${large}`, body: `{"amount":${larger}}` });
    expect((await resource.getParent())?.identity).toEqual({ entryId: 3n });
  });

  it("survive in the text of a poller", async () => {
    const { client, seen } = await answering(entry);
    const begun = await beginCreateEntry(client, { amount: large });
    const resumed = resumeCreateEntry(client, String(begun));
    expect(await resumed.result()).toEqual(read);
    expect(seen.map(({ url }) => url)).toEqual(["/entries", `/entries/${large}`]);
  });

  it("change nothing for operations without any", async () => {
    const { client } = await answering('{"number":5}');
    expect(await getVersion(client)).toEqual({ number: 5 });
  });

  it("are a DecodeError where the reply is not JSON", async () => {
    const { client } = await answering("<p>s3cret", "text/html");
    const error: unknown = await getEntry(client, { entryId: 1n }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: "DecodeError" });
    expect(String(error)).not.toContain("s3cret");
  });
});
