import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  binaryBody,
  deepObject,
  formBody,
  InputError,
  jsonBody,
  losslessJsonBody,
  multipartBody,
  parseLosslessJson,
  pipeDelimited,
  readJsonOrText,
  readLosslessJson,
  textBody,
  type EncodedBody,
  type UnreadReply,
} from "@clientwright/runtime";
import { clientFor, json, serve } from "./support.js";

/** Reads a body back with the platform's own parser. */
async function parsed({ data, contentType }: EncodedBody): Promise<FormData> {
  return new Response(data, { headers: { "content-type": contentType } }).formData();
}

async function text(body: EncodedBody | undefined): Promise<string> {
  return new Response(body?.data).text();
}

describe("form bodies", () => {
  test("are written field by field", async () => {
    const body = {
      a: "x y&z",
      list: [1, 2],
      object: { k: "v" },
      none: null,
      unset: undefined,
      d: { m: 1 },
      p: ["a", "b"],
    };
    const styles = { d: deepObject, p: pipeDelimited };
    expect(await text(formBody(body, styles))).toBe(
      "a=x+y%26z&list=1&list=2&object=%7B%22k%22%3A%22v%22%7D&none=&d%5Bm%5D=1&p=a%7Cb",
    );
    expect(formBody({}).contentType).toBe("application/x-www-form-urlencoded");
    expect(() => formBody("text")).toThrow(InputError);
  });

  test("come back from an independent parser", async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string({ minLength: 1 }), fc.string()), async (fields) => {
        const found = [...new URLSearchParams(await text(formBody(fields)))];
        expect(found).toEqual(Object.entries(fields));
      }),
    );
  });
});

describe("multipart bodies", () => {
  test("hold fields, JSON and files", async () => {
    const body = {
      name: "web",
      count: 2,
      tags: ["a", "b"],
      meta: { k: ["v"] },
      bytes: new Uint8Array([0, 255, 13, 10]),
      blob: new Blob(["hi"], { type: "text/css" }),
      file: { data: new Blob(["<x>"]), fileName: 'a"b.svg', contentType: "image/svg+xml" },
      plain: new File(["f"], "named.txt"),
      quoted: "as JSON",
      unset: undefined,
    };
    const types = { quoted: { contentType: "application/json" }, bytes: { contentType: "image/png" } };
    const form = await parsed(multipartBody(body, types));
    expect(form.getAll("tags")).toEqual(["a", "b"]);
    expect([form.get("name"), form.get("count"), form.get("meta"), form.get("quoted")]).toEqual([
      "web",
      "2",
      '{"k":["v"]}',
      '"as JSON"',
    ]);
    const files = ["bytes", "blob", "file", "plain"].map((name) => form.get(name) as File);
    expect(files.map(({ name, type }) => [name, type])).toEqual([
      ["bytes", "image/png"],
      ["blob", "text/css"],
      ['a"b.svg', "image/svg+xml"],
      ["named.txt", "application/octet-stream"],
    ]);
    expect(new Uint8Array((await files[0]?.arrayBuffer()) ?? [])).toEqual(body.bytes);
    expect(form.has("unset")).toBe(false);
    expect(await text(multipartBody({ meta: {} }))).toContain("Content-Type: application/json\r\n");
  });

  test.each([
    { f: { data: new Blob([]), fileName: 'x"\r\nX-Evil: 1' } },
    { f: { data: new Blob([]), fileName: "x\0" } },
    { f: { data: new Blob([]), contentType: "text/plain\r\nX-Evil: 1" } },
    { "f\r\nX-Evil: 1": "v" },
  ])("refuse to forge headers: %j", (body) => {
    expect(() => multipartBody(body)).toThrow(InputError);
  });

  test("come back from an independent parser", async () => {
    const name = fc.string({ minLength: 1 }).filter((text) => !/[\r\n\0"%\\]/.test(text));
    const value = fc.oneof(
      fc.string().map((text) => text.replaceAll(/\r\n?|\n/g, "\r\n")),
      fc.uint8Array(),
    );
    await fc.assert(
      fc.asyncProperty(fc.dictionary(name, value), async (fields) => {
        const form = await parsed(multipartBody(fields));
        for (const [field, wanted] of Object.entries(fields)) {
          const found = form.get(field);
          if (typeof wanted === "string") expect(found).toBe(wanted);
          else expect(new Uint8Array(await (found as File).arrayBuffer())).toEqual(new Uint8Array(wanted));
        }
      }),
      { numRuns: 50 },
    );
  });

  test("arrive at a server, also when they are sent again", async () => {
    const { url, seen } = await serve((_, response, __, count) => json(response, {}, count === 1 ? 503 : 200));
    await clientFor(url).send({
      operation: "up",
      method: "PUT",
      path: "/",
      body: multipartBody({ f: new Blob(["data"]) }),
    });
    expect(seen.map(({ headers, body }) => [headers["content-type"], body.includes("data")])).toEqual([
      [expect.stringMatching(/^multipart\/form-data; boundary=/), true],
      [expect.stringMatching(/^multipart\/form-data; boundary=/), true],
    ]);
  });
});

describe("objects within a form", () => {
  test("keep the digits of large integers", async () => {
    const body = { meta: { id: 2n ** 63n, s: "1n" }, id: 2n ** 60n };
    const form = await parsed(multipartBody(body));
    expect([form.get("meta"), form.get("id")]).toEqual(['{"id":9223372036854775808,"s":"1n"}', "1152921504606846976"]);
    const fields = new URLSearchParams(await text(formBody(body)));
    expect([fields.get("meta"), fields.get("id")]).toEqual([
      '{"id":9223372036854775808,"s":"1n"}',
      "1152921504606846976",
    ]);
  });

  test("that no JSON can hold are refused before anything is sent", () => {
    const circle: Record<string, unknown> = {};
    circle["self"] = circle;
    expect(() => multipartBody({ circle })).toThrow(InputError);
    expect(() => formBody({ circle })).toThrow(InputError);
  });
});

describe("other bodies", () => {
  test("text, and bytes of every kind", async () => {
    expect(await text(textBody("é"))).toBe("é");
    const shared = new Uint8Array(new SharedArrayBuffer(2));
    shared.set([104, 105]);
    const bytes = new TextEncoder().encode("hi");
    const kinds = [
      "hi",
      bytes,
      bytes.buffer,
      new Blob(["hi"]),
      new Blob(["hi"]).stream(),
      shared,
      new Uint8Array(new TextEncoder().encode("xhix").buffer, 1, 2),
    ];
    for (const kind of kinds) expect(await text(binaryBody(kind))).toBe("hi");
    expect(binaryBody(new Blob([], { type: "image/png" })).contentType).toBe("image/png");
    expect(binaryBody("x").contentType).toBe("application/octet-stream");
    expect(binaryBody("x", "image/gif").contentType).toBe("image/gif");
    expect(() => binaryBody({ a: 1 } as unknown as Blob)).toThrow(InputError);
  });

  test("the operation's own content type", () => {
    expect(jsonBody({ a: 1 }, "application/merge-patch+json")).toEqual({
      data: '{"a":1}',
      contentType: "application/merge-patch+json",
    });
  });
});

describe("lossless JSON", () => {
  test("keeps integers beyond 2^53, and nothing else changes", () => {
    const source =
      '{"id":9223372036854775807,"small":12,"neg":-9007199254740993,"f":1.5e300,"d":0.1234567890123456789,"s":"9223372036854775807","n9":"n1","e":"\\"\\u00e9\\n","l":[1,12345678901234567890],"12345678901234567890":true}';
    expect(parseLosslessJson(source)).toEqual({
      id: 9223372036854775807n,
      small: 12,
      neg: -9007199254740993n,
      f: 1.5e300,
      d: 0.12345678901234568,
      s: "9223372036854775807",
      n9: "n1",
      e: '"é\n',
      l: [1, 12345678901234567890n],
      "12345678901234567890": true,
    });
  });

  test("writes bigint as numbers", async () => {
    const body = { id: 2n ** 63n, s: "n1", list: [1n, "s"], at: new Date(0), u: undefined, nested: { "k:": '":n5"' } };
    const written = await text(losslessJsonBody(body));
    expect(written).toBe(
      '{"id":9223372036854775808,"s":"n1","list":[1,"s"],"at":"1970-01-01T00:00:00.000Z","nested":{"k:":"\\":n5\\""}}',
    );
  });

  test("writes bigint as numbers even where a program gives them a toJSON", () => {
    Object.defineProperty(BigInt.prototype, "toJSON", { value: () => "spoilt", configurable: true });
    onTestFinished(() => void Reflect.deleteProperty(BigInt.prototype, "toJSON"));
    expect(losslessJsonBody({ id: 2n ** 60n, list: [1n], inner: { n: 5n } })?.data).toBe(
      '{"id":1152921504606846976,"list":[1],"inner":{"n":5}}',
    );
  });

  test.each([Symbol("x"), () => 1])("refuses %s", (value) => {
    expect(() => losslessJsonBody(value)).toThrow(InputError);
  });

  test("refuses what contains itself", () => {
    const circle: unknown[] = [];
    circle.push(circle);
    expect(() => losslessJsonBody(circle)).toThrow(InputError);
  });

  test("reads as JSON.parse does", () => {
    const big = "1234567890123456";
    fc.assert(
      fc.property(fc.json(), (source) => {
        const found = parseLosslessJson(`[${big},${source}]`);
        const rounded: unknown = JSON.parse(losslessJsonBody(found)?.data as string);
        const wanted: unknown = JSON.parse(source, (name, value) => (name === "__proto__" ? undefined : value));
        expect(rounded).toEqual([Number(big), wanted]);
      }),
    );
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(losslessJsonBody(value)?.data as string)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test("writes and reads back any bigint", () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 2n ** 53n })), fc.string(), (list, note) => {
        const data = losslessJsonBody({ list, note })?.data as string;
        expect(parseLosslessJson(data)).toEqual({ list, note });
      }),
    );
  });

  test.each([
    "01234567890123456",
    "[12345678901234567890",
    "12345678901234567890 1",
    '{"a":12345678901234567890,}',
    "-",
    '"1234567890123456',
    "+1234567890123456",
  ])("refuses %s", (source) => {
    expect(parseLosslessJson(source)).toBeUndefined();
  });

  const box = {
    id: true,
    next: "Box",
    tags: ["each", "Tag"],
    sizes: ["each", true],
    either: ["all", "Box", "Tag"],
  } as const;
  const table = { Box: box, Tag: { number: true }, Alias: "Box", Circle: ["all", "Circle", "Box"] } as const;

  test("gives integers the type that belongs to their place, however large they are", () => {
    const big = "9007199254740993";
    const source = `{"id":1,"n":2,"large":${big},"next":{"id":${big},"next":null},"tags":[{"number":3,"id":4}],"sizes":[5,${big}],"either":{"id":6,"number":7},"f":1.5}`;
    const wanted = {
      id: 1n,
      n: 2,
      large: 9007199254740992,
      next: { id: 9007199254740993n, next: null },
      tags: [{ number: 3n, id: 4 }],
      sizes: [5n, 9007199254740993n],
      either: { id: 6n, number: 7n },
      f: 1.5,
    };
    for (const place of ["Box", "Alias", "Circle", box] as const)
      expect(parseLosslessJson(source, place, table)).toEqual(wanted);
    expect(parseLosslessJson(`[${source}]`, ["each", "Box"], table)).toEqual([wanted]);
    expect(parseLosslessJson(source, ["each", ["each", "Box"]], table)).toMatchObject({ id: 1, next: { id: 2 ** 53 } });
  });

  test.each([
    ["5", true, 5n],
    ["-0", {}, -0],
    ["5.5", true, 5.5],
    ["1e3", true, 1000n],
    ['"5"', true, "5"],
    ["null", "Box", null],
    ["[1,2]", { 1: true }, [1, 2n]],
    ['{"a":1,"b":2}', ["each", true], { a: 1n, b: 2n }],
    ['{"id":1}', "Unknown", { id: 1 }],
    ["{id:1}", "Box", undefined],
  ] as const)("%s at the place %j is %s", (source, place, wanted) => {
    expect(parseLosslessJson(source, place, table)).toEqual(wanted);
  });

  test("of great depth is refused rather than fatal", () => {
    const depth = 200_000;
    expect(parseLosslessJson("[".repeat(depth) + "]".repeat(depth), ["each", true])).toBeUndefined();
  });

  test("by place through a client", async () => {
    const { url } = await serve((_, response, __, count) => response.end(count === 1 ? '{"id":1}' : "{"));
    const call = {
      operation: "op",
      method: "GET",
      path: "/",
      reply: (reply: UnreadReply) => readLosslessJson(reply, "Box", table),
    };
    expect(await clientFor(url).send(call)).toEqual({ id: 1n });
    await expect(clientFor(url).send(call)).rejects.toMatchObject({ name: "DecodeError" });
  });

  test("or text, as the content type says", async () => {
    const { url } = await serve((_, response, __, count) =>
      response.writeHead(200, { "content-type": count === 1 ? "application/json" : "text/plain" }).end('{"id":1}'),
    );
    const parse = (text: string): unknown => parseLosslessJson(text, { id: true });
    const reply = (unread: UnreadReply): Promise<unknown> => readJsonOrText(unread, parse);
    const call = { operation: "op", method: "GET", path: "/", reply };
    expect(await clientFor(url).send(call)).toEqual({ id: 1n });
    expect(await clientFor(url).send(call)).toBe('{"id":1}');
  });

  test("through a client", async () => {
    const { url, seen } = await serve((_, response) => response.end('{"id":9007199254740993}'));
    const call = {
      operation: "op",
      method: "PUT",
      path: "/",
      body: losslessJsonBody({ id: 2n ** 60n }),
      reply: readLosslessJson,
    };
    expect(await clientFor(url).send(call)).toEqual({ id: 9007199254740993n });
    expect(seen[0]?.body).toBe('{"id":1152921504606846976}');
  });
});

describe("server data", () => {
  test.each([
    ['{"__proto__":{"polluted":1},"a":{"__proto__":[]}}', { a: {} }],
    ['{"\\u005f_proto\\u005f_":{"polluted":1},"b":"\\u00e9"}', { b: "é" }],
    ['{"__proto__":{"polluted":1},"n":12345678901234567890}', { n: 12345678901234567890n }],
  ])("cannot reach a prototype: %s", (source, wanted) => {
    const value = parseLosslessJson(source);
    expect(value).toEqual(wanted);
    expect(Object.getOwnPropertyNames(value)).not.toContain("__proto__");
    expect(Object.assign({}, value)).not.toHaveProperty("polluted");
  });
});
