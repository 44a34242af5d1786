import { ConfigurationError, flatten, fromEnv } from "@clientwright/runtime";
import { describe, expect, test } from "vitest";

describe("fromEnv", () => {
  const env = {
    account: ["NEW_ACCOUNT", "OLD_ACCOUNT"],
    contract: { variables: ["CONTRACT"], type: "number" },
    pretty: { variables: ["PRETTY"], type: "boolean" },
  } as const;

  test("reads options that are no credentials, each as what it is", () => {
    expect(fromEnv({ credentials: {}, env }, { OLD_ACCOUNT: "a", CONTRACT: "31", PRETTY: "true" })).toEqual({
      account: "a",
      contract: 31,
      pretty: true,
    });
    expect(fromEnv({ credentials: {}, env }, { NEW_ACCOUNT: "", OLD_ACCOUNT: "b", PRETTY: "0" })).toEqual({
      account: "b",
      pretty: false,
    });
    expect(fromEnv({ credentials: {}, env }, {})).toEqual({});
  });

  test.each([
    ["CONTRACT", "31", 31],
    ["CONTRACT", " -1.5e3 ", -1500],
    ["CONTRACT", "0", 0],
    ["PRETTY", "1", true],
    ["PRETTY", "Yes", true],
    ["PRETTY", " on ", true],
    ["PRETTY", "FALSE", false],
    ["PRETTY", "no", false],
    ["PRETTY", "off", false],
  ])("takes %s=%j", (name, text, wanted) => {
    expect(Object.values(fromEnv({ credentials: {}, env }, { [name]: text }))).toEqual([wanted]);
  });

  test.each([
    ["CONTRACT", "3l-leak"],
    ["CONTRACT", "   "],
    ["CONTRACT", "Infinity"],
    ["PRETTY", "maybe-leak"],
    ["PRETTY", "2"],
  ])("refuses %s=%j, and does not show the value", (name, text) => {
    const read = (): unknown => fromEnv({ credentials: {}, env }, { [name]: text });
    expect(read).toThrow(ConfigurationError);
    expect(read).toThrow(name);
    expect(read).not.toThrow(/leak|Infinity/);
  });
});

describe("flatten", () => {
  test.each<[string, object | undefined, object | undefined]>([
    ["records", { a: { b: 1, c: null }, d: 2 }, { "a.b": 1, "a.c": null, d: 2 }],
    ["an empty record", { a: {}, d: 2 }, { d: 2 }],
    ["nothing to flatten", { d: 2 }, { d: 2 }],
    ["no value", undefined, undefined],
    ["undefined and null", { a: undefined, e: null }, { a: undefined, e: null }],
    ["names that mean something elsewhere", { a: { ["__proto__"]: 1 } }, { "a.__proto__": 1 }],
  ])("%s", (_, value, flat) => {
    expect(flatten(value, { a: "a.", e: "e." })).toEqual(flat);
  });

  test("leaves what it is given as it is", () => {
    const value = { a: { b: 1 }, toString: "x" };
    expect(flatten(value, { a: "a." })).toEqual({ "a.b": 1, toString: "x" });
    expect(value).toEqual({ a: { b: 1 }, toString: "x" });
  });
});
