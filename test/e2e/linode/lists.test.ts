import { describe, expect, it } from "vitest";
import { imageFilter, instanceFilter, stackScriptFilter, type InstanceFilter } from "@clientwright/linode";
import { useLinode } from "../../support/linode-twin.js";

/* What a program does with lists, beside looping over them. */

const account = useLinode();

async function makeLinodes(count: number): Promise<void> {
  for (let number = 1; number <= count; number++)
    await account.client.createInstance({
      label: `web-${number}`,
      group: number % 2 === 0 ? "even" : "odd",
      region: "us-east",
      type: "g6-standard-1",
    });
}

const labelsBy = (filter: InstanceFilter): Promise<string[]> =>
  account.client
    .paginateInstances({ filter })
    .map(({ label }) => label)
    .toArray();

describe("several filters", () => {
  const { eq, gt, contains } = instanceFilter;
  const filters = [eq("group", "even"), gt("id", 125), contains("label", "web"), eq("region", "us-east")];

  it.each([1, 2, 3, 4])("are joined by and(), any number of them: %i", async (count) => {
    await makeLinodes(5);
    const wanted = filters.slice(0, count);
    const all = wanted.reduce((left, right) => left.and(right), instanceFilter.all());
    expect(await labelsBy(all)).toEqual(count === 1 ? ["web-2", "web-4"] : ["web-4"]);
    const sent: unknown = JSON.parse(account.sent.at(-1)?.headers["x-filter"] ?? "");
    const written = wanted.map((filter) => filter.toJSON());
    expect(sent).toEqual(count === 1 ? written[0] : { "+and": written });
  });

  it("that are none send no header, and everything comes", async () => {
    await account.client.listInstances();
    expect(account.sent[0]?.headers).not.toHaveProperty("x-filter");
  });
});

describe("one's own StackScripts", () => {
  it("are those with `mine`, joined with any other filter", async () => {
    const { eq, contains } = stackScriptFilter;
    const mine = await account.client.paginateStackScripts({ filter: eq("mine", true) }).toArray();
    expect(mine.map(({ id }) => id)).toEqual([10079]);
    const filter = contains("label", "mysql").and(eq("mine", true));
    expect(await account.client.paginateStackScripts({ filter }).toArray()).toEqual([]);
    expect(account.sent.map(({ headers }) => headers["x-filter"])).toEqual([
      '{"mine":true}',
      '{"+and":[{"label":{"+contains":"mysql"}},{"mine":true}]}',
    ]);
    await account.client.listStackScripts();
    expect(account.sent.at(-1)?.headers).not.toHaveProperty("x-filter");
  });
});

describe("a single item of a list", () => {
  const debian = imageFilter.eq("vendor", "Debian");

  it("is the first, the last, or none", async () => {
    const images = account.client.paginateImages({ filter: debian });
    expect((await images.first())?.id).toBe("linode/debian11");
    expect((await images.last())?.id).toBe("linode/debian9");
    const none = account.client.paginateImages({ filter: imageFilter.eq("vendor", "Gentoo") });
    expect([await none.first(), await none.last()]).toEqual([undefined, undefined]);
  });

  it("is the only one when a list cut at two has no second", async () => {
    const only = async (filter: typeof debian): Promise<string | undefined> => {
      const [one, ...more] = await account.client.paginateImages({ filter }).toArray({ limit: 2 });
      if (one === undefined || more.length > 0) throw new Error("there is not exactly one");
      return one.id;
    };
    await expect(only(debian)).rejects.toThrow("not exactly one");
    await expect(only(imageFilter.eq("vendor", "Gentoo"))).rejects.toThrow("not exactly one");
    account.twin.fail("listImages", 200, { body: { data: [{ id: "linode/alone" }], page: 1, pages: 1, results: 1 } });
    expect(await only(debian)).toBe("linode/alone");
  });
});

describe("a list", () => {
  it("cannot be written to: it has no places, and an array of its items is the caller's own", async () => {
    const regions = account.client.paginateRegions();
    // @ts-expect-error a paginator is no array
    expect(regions[0]).toBeUndefined();
    // @ts-expect-error nor has it a length to change
    expect(regions.length).toBeUndefined();
    const array = await regions.toArray();
    array.length = 0;
    expect((await regions.at(0))?.id).toBe("us-east");
    expect(await regions.total()).toBe(2);
  });
});

describe("a list that comes without pages", () => {
  it("is what came, and nothing is asked for again", async () => {
    const body = { data: [{ id: "us-east" }, { id: "us-west" }] };
    account.twin.fail("listRegions", 200, { body, times: 5 });
    const regions = account.client.paginateRegions();
    expect((await regions.toArray()).map(({ id }) => id)).toEqual(["us-east", "us-west"]);
    expect(account.lines().filter((line) => line.startsWith("GET /regions"))).toHaveLength(1);
  });
});
