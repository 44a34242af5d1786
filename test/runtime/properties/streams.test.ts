import "./fixed-seed.js";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  readBytes,
  readEvents,
  readLines,
  readText,
  readTextEvents,
  type ServerSentEvent,
  type UnreadReply,
} from "@clientwright/runtime";

/** A reply whose body comes in these chunks. */
function replyOf(chunks: readonly Uint8Array[], limit = 1_000_000): UnreadReply {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
  return { operation: "watch", status: 200, url: "https://x/", headers: new Headers(), signal: undefined, limit, body };
}

/** Cuts bytes at any places, so within characters and line ends too; some chunks are empty. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const at = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const cuts: fc.Arbitrary<number[]> = fc.oneof(
  fc.array(fc.nat(400), { maxLength: 8 }),
  // Byte by byte.
  fc.constant(Array.from({ length: 400 }, (_, index) => index)),
);
const ends = fc.constantFrom("\n", "\r", "\r\n");

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** The events of a text, by the words of the HTML standard: one character after the other, and one line at a time. */
function eventsOf(whole: string): ServerSentEvent<string>[] {
  const text = whole.startsWith("\ufeff") ? whole.slice(1) : whole;
  const lines: string[] = [];
  let line = "";
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at);
    if (sign !== "\r" && sign !== "\n") {
      line += sign;
      continue;
    }
    lines.push(line);
    line = "";
    if (sign === "\r" && text.charAt(at + 1) === "\n") at++;
  }
  const events: ServerSentEvent<string>[] = [];
  let [data, type, id, retry] = ["", "", "", NaN];
  for (const each of lines) {
    if (each === "") {
      if (data !== "") {
        const retryMs = Number.isNaN(retry) ? undefined : retry;
        events.push({ event: type === "" ? "message" : type, data: data.slice(0, -1), id, retryMs });
      }
      [data, type] = ["", ""];
      continue;
    }
    const [field = "", ...rest] = each.split(":");
    const joined = rest.join(":");
    const value = joined.startsWith(" ") ? joined.slice(1) : joined;
    if (field === "event") type = value;
    if (field === "data") data += `${value}\n`;
    if (field === "id" && !value.includes("\0")) id = value;
    if (field === "retry" && value !== "" && [...value].every((digit) => "0123456789".includes(digit)))
      retry = parseInt(value, 10);
  }
  return events;
}

describe("server-sent events", () => {
  const words = fc.string({ unit: fc.constantFrom(..."ab:  1é€😀\ufeff\0\u2028\u0085"), maxLength: 6 });
  const field = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom("data", "data:", "data: ", "event:", "event: ", "id:", "id: ") },
    { weight: 1, arbitrary: fc.constantFrom("retry:", "retry: ", ":", "Data:", " data:", "other: ", "") },
  );
  const line = fc.oneof(
    { weight: 3, arbitrary: fc.tuple(field, words).map((parts) => parts.join("")) },
    { weight: 1, arbitrary: fc.constantFrom("retry: 12", "retry:7", "data", "id", "") },
    { weight: 2, arbitrary: fc.constant("") },
  );
  const stream = fc
    .tuple(
      fc.constantFrom("", "\ufeff"),
      fc.array(fc.tuple(line, ends), { maxLength: 14 }),
      fc.constantFrom("", "data: x"),
    )
    .map(([start, lines, rest]) => start + lines.flat().join("") + rest);

  it("are the same wherever the chunks break, and those of the standard", async () => {
    await fc.assert(
      fc.asyncProperty(stream, cuts, async (text, places) => {
        const reply = replyOf(cut(utf8(text), places));
        expect(await all(await readTextEvents(reply))).toEqual(eventsOf(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(["null", "0", "false", '""', "[]", "{}", '"text"'])(
    "whose data is the JSON value %s give that",
    async (data) => {
      const [event] = await all(await readEvents(replyOf([utf8(`data: ${data}\n\n`)])));
      expect(event?.data).toEqual(JSON.parse(data));
    },
  );

  it("whose data is not JSON give text", async () => {
    const events = await all(await readEvents(replyOf([utf8("data: [DONE]\n\ndata:\n\n")])));
    expect(events.map(({ data }) => data)).toEqual(["[DONE]", ""]);
  });

  it("have a bound, for one line as for many, in one chunk as in many", async () => {
    const long = [`data: ${"x".repeat(200)}\n\n`, "data: xxxxx\n".repeat(40), "x".repeat(200)];
    for (const text of long) {
      for (const places of [[], [30, 60, 90, 120, 150, 180]]) {
        const reading = all(await readTextEvents(replyOf(cut(utf8(text), places), 100)));
        await expect(reading, text.slice(0, 20)).rejects.toMatchObject({ name: "DecodeError" });
      }
    }
    const short = "data: xxxxx\n\n".repeat(1_000);
    expect(await all(await readTextEvents(replyOf([utf8(short)], 100)))).toHaveLength(1_000);
  });
});

describe("newline-delimited JSON", () => {
  it("is the same wherever the chunks break", async () => {
    const item = fc.tuple(fc.jsonValue({ maxDepth: 2, stringUnit: "binary" }), fc.constantFrom("\n", "\r\n", "\n\n"));
    await fc.assert(
      fc.asyncProperty(fc.array(item, { maxLength: 8 }), fc.boolean(), cuts, async (items, isEnded, places) => {
        const text = items.map(([value, end]) => JSON.stringify(value) + end).join("");
        const sent = isEnded ? text : text.replace(/[\r\n]+$/, "");
        // Members that would reach a prototype are left out by design.
        const kept = (name: string, part: unknown): unknown => (name === "__proto__" ? undefined : part);
        const values = items.map(([value]): unknown => JSON.parse(JSON.stringify(value), kept));
        expect(await all(await readLines(replyOf(cut(utf8(sent), places))))).toEqual(values);
      }),
      { numRuns: 1_000 },
    );
  });

  it("is an error at the first line that is none, after the lines before it", async () => {
    const got: unknown[] = [];
    const read = async (): Promise<void> => {
      for await (const value of await readLines(replyOf([utf8('1\n{"a":\n2\n')]))) got.push(value);
    };
    await expect(read()).rejects.toMatchObject({ name: "DecodeError" });
    expect(got).toEqual([1]);
  });

  it("has a bound for a line, in one chunk as in many", async () => {
    const text = `1\n"${"x".repeat(200)}"\n2\n`;
    for (const places of [[], [30, 60, 90, 120, 150]]) {
      const reading = all(await readLines(replyOf(cut(utf8(text), places), 100)));
      await expect(reading).rejects.toMatchObject({ name: "DecodeError" });
    }
  });

  it("does not take longer per byte for longer lines", async () => {
    const chunks = Array.from({ length: 20_000 }, () => utf8("x".repeat(100)));
    const begun = performance.now();
    const [value] = await all(await readLines(replyOf([utf8('"'), ...chunks, utf8('"\n')], 10_000_000)));
    expect(String(value)).toHaveLength(2_000_000);
    expect(performance.now() - begun).toBeLessThan(3_000);
  });
});

describe("whole bodies", () => {
  it("are the same wherever the chunks break", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 60 }), cuts, async (text, places) => {
        expect(await readText(replyOf(cut(utf8(text), places)))).toBe(text.replace(/^\ufeff/, ""));
        expect(await readBytes(replyOf(cut(utf8(text), places)))).toEqual(utf8(text));
      }),
    );
  });
});
