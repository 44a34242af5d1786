import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  deepObject,
  formJoined,
  InputError,
  jsonParam,
  label,
  matrix,
  path,
  pipeDelimited,
  reserved,
  Service,
  simpleExplode,
  spaceDelimited,
  type Call,
  queryOf,
  headersOf,
} from "@clientwright/runtime";
import { definition } from "./support.js";

/** What a call puts on the wire. */
async function wire(call: Partial<Call>): Promise<{ url: string; headers: Record<string, string> }> {
  let sent = { url: "", headers: {} };
  const transport = (url: string, { headers }: { headers: Record<string, string> }): Promise<Response> => {
    sent = { url: url.replace("https://api.acme.example/v1", ""), headers };
    return Promise.resolve(new Response(""));
  };
  const client = new Service(definition, { transport, token: "t" } as object);
  await client.send({ operation: "op", method: "GET", path: "/", ...call });
  return sent;
}

const query = async (value: unknown): Promise<string> =>
  (await wire({ query: queryOf({ color: value }) })).url.slice(2);

const array = ["blue", "black", "brown"];
const object = { R: 100, G: 200, B: 150 };

describe("styles, by the table of the OpenAPI standard", () => {
  test.each([
    ["form exploded", (v: unknown) => v, "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"],
    ["form", formJoined, "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"],
    ["spaceDelimited", spaceDelimited, "color=blue", "color=blue%20black%20brown", "color=R%20100%20G%20200%20B%20150"],
    ["pipeDelimited", pipeDelimited, "color=blue", "color=blue%7Cblack%7Cbrown", "color=R%7C100%7CG%7C200%7CB%7C150"],
    [
      "deepObject",
      deepObject,
      "color=blue",
      "color=blue&color=black&color=brown",
      "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150",
    ],
    [
      "content",
      jsonParam,
      "color=%22blue%22",
      "color=%5B%22blue%22%2C%22black%22%2C%22brown%22%5D",
      "color=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D",
    ],
  ])("%s in a query", async (_, style, ofText, ofArray, ofObject) => {
    expect(await query(style("blue"))).toBe(ofText);
    expect(await query(style(array))).toBe(ofArray);
    expect(await query(style(object))).toBe(ofObject);
  });

  test.each([
    ["simple", path`/${"blue"}`, path`/${array}`, path`/${object}`, "blue", "blue,black,brown", "R,100,G,200,B,150"],
    [
      "simple exploded",
      path`/${simpleExplode("blue")}`,
      path`/${simpleExplode(array)}`,
      path`/${simpleExplode(object)}`,
      "blue",
      "blue,black,brown",
      "R=100,G=200,B=150",
    ],
    [
      "label",
      path`/${label("blue")}`,
      path`/${label(array)}`,
      path`/${label(object)}`,
      ".blue",
      ".blue,black,brown",
      ".R,100,G,200,B,150",
    ],
    [
      "label exploded",
      path`/${label("blue", true)}`,
      path`/${label(array, true)}`,
      path`/${label(object, true)}`,
      ".blue",
      ".blue.black.brown",
      ".R=100.G=200.B=150",
    ],
    [
      "matrix",
      path`/${matrix("color", "blue")}`,
      path`/${matrix("color", array)}`,
      path`/${matrix("color", object)}`,
      ";color=blue",
      ";color=blue,black,brown",
      ";color=R,100,G,200,B,150",
    ],
    [
      "matrix exploded",
      path`/${matrix("color", "blue", true)}`,
      path`/${matrix("color", array, true)}`,
      path`/${matrix("color", object, true)}`,
      ";color=blue",
      ";color=blue;color=black;color=brown",
      ";R=100;G=200;B=150",
    ],
  ])("%s in a path", (_, text, list, members, ...wanted) => {
    expect([text, list, members]).toEqual(wanted.map((segment) => `/${segment}`));
  });

  test("headers and cookies", async () => {
    const { headers } = await wire({
      headers: headersOf(
        { A: array, O: object, X: simpleExplode(object), J: jsonParam({ é: ["☃"] }), N: null, U: undefined },
        { a: array, s: "x;y", j: jsonParam([1]) },
      ),
    });
    expect(headers).toMatchObject({
      a: "blue,black,brown",
      o: "R,100,G,200,B,150",
      x: "R=100,G=200,B=150",
      j: '{"\\u00e9":["\\u2603"]}',
      n: "",
    });
    expect(headers).not.toHaveProperty("u");
    expect(headers["cookie"]).toBe("a=blue; a=black; a=brown; s=x%3By; j=%5B1%5D");
  });

  test("reserved signs stay when they may, except those that would change the query", async () => {
    expect(await query(reserved("a/b:c?d=e"))).toBe("color=a/b:c?d=e");
    expect(await query(reserved("a&b#c+d %2F%"))).toBe("color=a%26b%23c%2Bd%20%2F%25");
    expect(await query(formJoined(["a/b", "c"], { reserved: true }))).toBe("color=a/b,c");
    expect(await query(deepObject({ "a&b": "x/y" }, { reserved: true }))).toBe("color%5Ba%26b%5D=x/y");
  });

  test("empty and unset values", async () => {
    expect(
      (
        await wire({
          query: queryOf({
            a: undefined,
            b: [],
            c: {},
            d: formJoined([]),
            e: "",
            f: [undefined, 1],
            g: { h: undefined },
          }),
        })
      ).url,
    ).toBe("/?e=&f=1");
  });

  test("nested objects", async () => {
    expect(await query(deepObject({ a: { b: [1, 2] } }))).toBe("color%5Ba%5D%5Bb%5D=1&color%5Ba%5D%5Bb%5D=2");
    expect(await query({ k: { deep: true } })).toBe("k=%7B%22deep%22%3Atrue%7D");
  });
});

describe("paths", () => {
  test("encode everything that has a meaning", () => {
    expect(path`/a/${"x/y?z#%"}/${5}/${true}/${10n}`).toBe("/a/x%2Fy%3Fz%23%25/5/true/10");
    expect(path`/logs/${"a"}.${"json"}?x=1`).toBe("/logs/a.json?x=1");
    expect(path`/plain`).toBe("/plain");
  });

  test.each([
    "",
    ".",
    "..",
    "%2e",
    "%2E%2e",
    ".%2e",
    "%252e%252e",
    "%25252e.",
    "../x",
    "x/..",
    "a/../b",
    "..\\x",
    "%2e%2e%2fx",
    "x%5c..",
    "..;a",
    "..%3bx",
    "x%252f..",
    undefined,
    null,
    [],
    {},
  ])("refuse %j", (value) => {
    expect(() => path`/a/${value}/b`).toThrow(InputError);
    expect(() => path`/a/${value}`).toThrow(/\/a\/\{\}/);
  });

  test.each([
    ["two values", () => path`/a/${"."}${"."}/b`],
    ["a value and a dot", () => path`/a/${"."}.`],
    ["empty values around a dot", () => path`/a/${""}.${""}`],
    ["one of them empty", () => path`/a/${""}.${"json"}`],
    ["a missing value", () => path`/a/${undefined}.json`],
    ["label", () => path`/a/${label(".")}`],
    ["label of nothing", () => path`/a/${label("")}`],
    ["before a query", () => path`/a/${""}?x=1`],
  ])("refuse segments made of several parts: %s", (_, make) => {
    expect(make).toThrow(InputError);
  });

  test.each(["...", ".a", "a..b", "..a", "%2e%2ea", "a.", "~", "*", "%", "%zz", "{}"])("take %j", (value) => {
    expect(new URL(`http://x${path`/a/${value}/b`}`).pathname.split("/").map(decodeURIComponent)).toEqual([
      "",
      "a",
      value,
      "b",
    ]);
  });

  test("any value comes back from an independent parser as one segment, or is refused", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (first, second) => {
        let made: string;
        try {
          made = path`/a/${first}/${second}/z`;
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
          return;
        }
        const segments = new URL(`http://x${made}`).pathname.split("/").map(decodeURIComponent);
        const wellFormed = (text: string): string =>
          new TextDecoder("utf-8", { ignoreBOM: true }).decode(new TextEncoder().encode(text));
        expect(segments).toEqual(["", "a", wellFormed(first), wellFormed(second), "z"]);
      }),
    );
  });

  test("dots in any coat never move the request", () => {
    const coats = fc.array(fc.constantFrom(".", "%2e", "%2E", "%252e", "/", "%2f", "\\", "%5c", ";", "a"), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(coats, (parts) => {
        const value = parts.join("");
        const decodeAll = (text: string): string => {
          const once = text.replace(/%(25|2e|2f|5c)/gi, (sign) => decodeURIComponent(sign));
          return once === text ? text : decodeAll(once);
        };
        const isMoving = decodeAll(value)
          .replaceAll("\\", "/")
          .split("/")
          .some((part) => /^\.\.?($|;)/.test(part));
        if (isMoving || value === "") expect(() => path`/a/${value}/b`).toThrow(InputError);
        else expect(new URL(`http://x${path`/a/${value}/b`}`).pathname.split("/")).toHaveLength(4);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("queries and headers", () => {
  test("any query comes back from an independent parser", async () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string(), { minLength: 1 }));
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string({ minLength: 1 }), value), async (values) => {
        const { url } = await wire({ query: queryOf(values) });
        const found: [string, string][] = [];
        new URL(url, "http://x").searchParams.forEach((text, name) => found.push([name, text]));
        const wanted = Object.entries(values).flatMap(([name, item]) =>
          [item].flat().map((text) => [name, String(text)]),
        );
        expect(found).toEqual(wanted);
      }),
    );
  });

  test("any header arrives as it is, or is refused", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), async (value) => {
        const isFine = /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
        const sent = wire({ headers: { "x-a": value } });
        if (isFine) expect((await sent).headers["x-a"]).toBe(value);
        else await expect(sent).rejects.toThrow(InputError);
      }),
    );
  });

  test.each(["a b", "a:b", "é", "a\nb", "", '"'])("refuse the header name %j", async (name) => {
    await expect(wire({ headers: { [name]: "x" } })).rejects.toThrow(InputError);
  });
});
