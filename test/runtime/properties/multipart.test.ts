import "./fixed-seed.js";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError, multipartBody, type FilePart } from "@clientwright/runtime";
import { text as anyText } from "./sent.js";

// The parser drops byte order marks at the start of a text.
const text: fc.Arbitrary<string> = anyText.map((value) => value.replace(/^\ufeff+/, ""));
const name: fc.Arbitrary<string> = text.filter((value) => value !== "");
const bytes: fc.Arbitrary<Uint8Array<ArrayBuffer>> = fc
  .oneof(fc.uint8Array({ maxLength: 40 }), fc.constantFrom("\r\n", "--", "\r\n--clientwright-", "\0").map(utf8))
  .map((data) => Uint8Array.from(data));
const mediaType = fc.constantFrom("image/png", "text/plain; charset=utf-8", "application/octet-stream");

function utf8(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

/** What the platform's own parser makes of a form; undefined when it was refused. */
async function parsed(body: unknown): Promise<[name: string, value: FormDataEntryValue][] | undefined> {
  let encoded;
  try {
    encoded = multipartBody(body);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return undefined;
  }
  const { data, contentType } = encoded;
  if (!(data instanceof Blob)) throw new Error("a form is expected to be a Blob");
  const form = await new Response(data, { headers: { "content-type": contentType } }).formData();
  const fields: [string, FormDataEntryValue][] = [];
  form.forEach((value, key) => fields.push([key, value]));
  return fields;
}

/** Browsers percent-encode a quotation mark and line breaks in a name, and nothing else, so that is what is decoded. */
const asRead = (value: string): string =>
  value.toWellFormed().replace(/%22/g, '"').replace(/%0a/gi, "\n").replace(/%0d/gi, "\r");

describe("a multipart form", () => {
  it("gives a parser the fields, in their order", async () => {
    const fields = fc.uniqueArray(fc.tuple(name, fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 3 }))), {
      minLength: 1,
      maxLength: 4,
      selector: ([key]) => key,
    });
    await fc.assert(
      fc.asyncProperty(fields, async (pairs) => {
        const form = await parsed(Object.fromEntries(pairs));
        if (form === undefined) {
          expect(pairs.map(([key]) => key).join("")).toMatch(/[\r\n\0]/);
          return;
        }
        const expected = Object.entries(Object.fromEntries(pairs)).flatMap(([key, value]) =>
          [value].flat().map((item) => [asRead(key), item.toWellFormed()]),
        );
        expect(form).toEqual(expected);
      }),
      { numRuns: 400 },
    );
  });

  it("gives a parser the files, with their bytes, names and types", async () => {
    await fc.assert(
      fc.asyncProperty(name, name, bytes, mediaType, async (key, fileName, data, contentType) => {
        const wholes: FilePart["data"][] = [data, data.buffer, new Blob([data])];
        for (const whole of wholes) {
          const form = await parsed({ [key]: { data: whole, fileName, contentType }, after: "1" });
          if (form === undefined) {
            expect(key + fileName).toMatch(/[\r\n\0]/);
            continue;
          }
          expect(form).toHaveLength(2);
          const [field, file] = form[0] ?? [];
          if (!(file instanceof File)) throw new Error("a file is expected");
          expect([field, file.name, file.type]).toEqual([asRead(key), asRead(fileName), contentType]);
          expect(new Uint8Array(await file.arrayBuffer())).toEqual(data);
        }
      }),
    );
  });

  it("lets no name, file name or type forge a header or a part", async () => {
    await fc.assert(
      fc.asyncProperty(text, text, text, async (key, fileName, contentType) => {
        let data;
        try {
          ({ data } = multipartBody({ [key]: { data: new Uint8Array([120]), fileName, contentType } }));
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
          return;
        }
        if (!(data instanceof Blob)) throw new Error("a form is expected to be a Blob");
        const lines = (await data.text()).split(/\r\n|\r|\n/);
        // The delimiter, two headers, an empty line, the content, the last delimiter and the end of its line.
        expect(lines).toHaveLength(7);
        expect(lines[1]).toMatch(/^Content-Disposition: form-data; name="[^"]*"; filename="[^"]*"$/);
        expect(lines[2]).toBe(`Content-Type: ${contentType}`);
        expect(lines.slice(3, 5)).toEqual(["", "x"]);
      }),
      { numRuns: 1_000 },
    );
  });

  it("declares what is not text", async () => {
    const form = await parsed({
      json: { a: [1] },
      file: new File(["x"], "a.txt", { type: "text/plain" }),
      day: new Date(0),
    });
    expect(form?.[0]).toEqual(["json", '{"a":[1]}']);
    expect(form?.[1]?.[1]).toMatchObject({ name: "a.txt", type: "text/plain" });
    expect(form?.[2]).toEqual(["day", "1970-01-01T00:00:00.000Z"]);
  });

  it("has the empty form and leaves out what is undefined", async () => {
    const { data } = multipartBody({ nothing: undefined, none: [], some: [undefined] });
    if (!(data instanceof Blob)) throw new Error("a form is expected to be a Blob");
    expect(await data.text()).toMatch(/^--clientwright-[\w-]+--\r\n$/);
  });
});
