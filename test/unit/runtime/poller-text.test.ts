import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { fromHeader, Poller, resumePoller, type PollerDefinition } from "@clientwright/runtime";
import { clientFor } from "./support.js";

interface Made {
  readonly id: number | bigint;
  readonly initialPassword?: string;
  readonly parts?: readonly { readonly name: string; readonly initialPassword?: string }[];
}
type Kept = { readonly jobId: bigint; readonly initialPassword?: string };

const definition: PollerDefinition<Made, unknown, Made, Kept> = {
  name: "makeThing",
  secrets: ["initialPassword", "accepted", "kept"],
  status: async () => "DONE",
  judge: () => "done",
  result: (_client, { accepted }) => accepted,
};
const client = clientFor("http://127.0.0.1:1");
const made: Made = { id: 1, initialPassword: "hunter2", parts: [{ name: "a", initialPassword: "hunter3" }] };

describe("the text of a poller", () => {
  test("holds nothing that the service calls secret", () => {
    const text = String(new Poller(client, definition, made, { jobId: 7n }));
    expect(text).not.toMatch(/hunter|initialPassword/);
    expect(resumePoller(client, definition, text).accepted).toEqual({ id: 1, parts: [{ name: "a" }] });
  });

  test("holds what it takes to ask, whatever that is called", () => {
    const text = String(new Poller(client, definition, made, { jobId: 7n, initialPassword: "of the input" }));
    expect(text).toContain('"initialPassword":"of the input"');
  });

  test("keeps integers that no number can hold", async () => {
    const kept: unknown[] = [];
    const asking: typeof definition = {
      ...definition,
      status: async (_client, told) => kept.push(told),
    };
    const text = String(new Poller(client, asking, { id: 9007199254740993n }, { jobId: -(2n ** 70n) }));
    const poller = resumePoller(client, asking, text);
    expect(await poller.result()).toEqual({ id: 9007199254740993n });
    expect(kept).toEqual([{ jobId: -(2n ** 70n) }]);
    expect(String(poller)).toBe(text);
  });

  test("leaves numbers as they are, large ones too", () => {
    const text = String(new Poller(client, definition, { id: 1e16 }, { jobId: 1n }));
    expect(resumePoller(client, definition, text).accepted).toEqual({ id: 1e16 });
  });

  test("brings back nothing where there was nothing", () => {
    const empty: PollerDefinition<undefined, unknown, undefined, undefined> = {
      name: "deleteThing",
      status: async () => "DONE",
      judge: () => "done",
      result: () => undefined,
    };
    const text = String(new Poller(client, empty, undefined, undefined));
    expect(text).toBe('{"poller":"deleteThing"}');
    expect(resumePoller(client, empty, text).accepted).toBeUndefined();
  });

  test.each(['{"poller":"makeThing","kept":{"$bigint":"nonsense"}}', "", "null", '{"poller":1}', "[]"])(
    "is refused when it is something else: %s",
    (text) => {
      expect(() => resumePoller(client, definition, text)).toThrow(expect.objectContaining({ name: "InputError" }));
    },
  );

  test("cannot reach a prototype", () => {
    const text = '{"poller":"makeThing","accepted":{"__proto__":{"isAdmin":true},"id":1}}';
    const { accepted } = resumePoller(client, definition, text);
    expect(Object.assign({}, accepted)).not.toHaveProperty("isAdmin");
    expect(accepted).toEqual({ id: 1 });
  });
});

test("a poller that is printed shows nothing of what was accepted, and still tells it", () => {
  const poller = new Poller(client, definition, made, { jobId: 7n, initialPassword: "hunter4" });
  expect(inspect(poller, { depth: 9, showHidden: true })).not.toMatch(/hunter|secret-token/);
  expect(JSON.stringify(poller)).not.toContain("hunter");
  expect(poller.accepted.initialPassword).toBe("hunter2");
});

describe("a status URL", () => {
  const idIn = (location: string): string =>
    fromHeader(
      { status: 202, url: "http://127.0.0.1:1/things", headers: new Headers({ location }) },
      "location",
      "/requests/",
    );

  test.each(["/requests/%zz/status", "/requests/%ff/status"])("that is badly escaped is no status URL: %s", (url) => {
    expect(() => idIn(url)).toThrow(expect.objectContaining({ name: "DecodeError" }));
  });

  test("gives the id as it was before it was escaped", () => {
    expect(idIn("/requests/a%20b%2Fc/status")).toBe("a b/c");
    expect(() => idIn("/requests/%2e%2e/status")).toThrow(/nothing after/);
  });
});
