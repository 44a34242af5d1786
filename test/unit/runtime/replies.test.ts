import { describe, expect, test } from "vitest";
import { readBytes, readText, type Call, type TransportReply } from "@clientwright/runtime";
import { clientFor } from "./support.js";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A client whose replies come in these pieces, and the number of times that their bodies were read. */
function replying(pieces: readonly Uint8Array[], headers: Record<string, string>, type?: string) {
  let reads = 0;
  const read = (): Promise<{ done: boolean; value?: Uint8Array | undefined }> => {
    const value = pieces[reads++];
    return Promise.resolve({ done: value === undefined, value });
  };
  const body = { getReader: () => ({ read, cancel: () => Promise.resolve() }) };
  const reply: TransportReply = { status: 200, headers: new Headers(headers), body, type };
  const client = clientFor("https://api.acme.example", { transport: () => Promise.resolve(reply) });
  const send = (reader: Call["reply"] = readText): Promise<unknown> =>
    client.send({ operation: "getThing", method: "GET", path: "/thing", reply: reader });
  return { send, reads: () => reads };
}

describe("a reply", () => {
  test("ends where its length says, without another look for the end", async () => {
    const { send, reads } = replying([bytes("abc"), bytes("def")], { "content-length": "6" });
    expect(await send()).toBe("abcdef");
    expect(reads()).toBe(2);
  });

  test.each([
    ["no length is told", {}, undefined],
    // What is unpacked may happen to be as long as what was packed before it is complete.
    ["it was coded", { "content-length": "3", "content-encoding": "gzip" }, undefined],
    ["a browser hides whether it was", { "content-length": "3" }, "cors"],
    ["the length is another one", { "content-length": "7" }, undefined],
    ["the length is no number", { "content-length": "" }, undefined],
  ])("is read to its end when %s", async (_, headers: Record<string, string>, type) => {
    const { send, reads } = replying([bytes("abc"), bytes("def")], headers, type);
    expect(await send()).toBe("abcdef");
    expect(reads()).toBe(3);
  });

  test("may be cut within a character", async () => {
    const text = "a€😀é";
    for (let cut = 0; cut <= bytes(text).length; cut++) {
      const { send } = replying(
        [bytes(text).slice(0, cut), bytes(text).slice(cut)].filter(({ length }) => length),
        {},
      );
      expect(await send()).toBe(text);
    }
  });

  test("gives bytes of its own, in order, and none for an empty body", async () => {
    const pieces = [bytes("ab"), bytes("c"), bytes("def")];
    expect(await replying(pieces, {}).send(readBytes)).toEqual(bytes("abcdef"));
    const [only = new Uint8Array()] = pieces;
    const read = (await replying([only], {}).send(readBytes)) as Uint8Array;
    expect(read).toEqual(only);
    expect(read.buffer).not.toBe(only.buffer);
    expect(await replying([], {}).send(readBytes)).toEqual(new Uint8Array());
  });
});
