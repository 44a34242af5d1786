import { describe, expect, it } from "vitest";
import { docsFor, limitsInWords } from "../../../generator/src/emit/docs.js";

describe("docsFor", () => {
  it("says nothing when there is nothing to say", () => {
    expect(docsFor({})).toEqual([]);
    expect(docsFor({ description: "  \n " })).toEqual([]);
  });

  it("says once what summary and description both say", () => {
    expect(docsFor({ summary: "Moves a book", description: "Moves a book. It need not be there." })).toEqual([
      "\nMoves a book.\n\nIt need not be there.",
    ]);
  });

  it("fills lines of prose and leaves lists, tables and code alone", () => {
    const prose = `${"word ".repeat(20).trim()}\n${"more ".repeat(10).trim()}`;
    const description = `${prose}\n\n- one\n- two\n  goes on\n\n| a | b |\n| - | - |\n\n\`\`\`\ncode   stays\n  here\n\`\`\``;
    const [text = ""] = docsFor({ description });
    expect(text.split("\n").slice(1)).toEqual([
      `${"word ".repeat(20)}more more`,
      "more ".repeat(8).trim(),
      "",
      "- one",
      "- two goes on",
      "",
      "| a | b |",
      "| - | - |",
      "",
      "```",
      "code   stays",
      "  here",
      "```",
    ]);
  });

  it("puts tags at the end and links only to the web", () => {
    expect(docsFor({ description: "A.", default: 1, deprecated: true, see: "https://a.example/b" })).toEqual([
      "\nA.\n\n@default 1\n@see https://a.example/b\n@deprecated",
    ]);
    expect(docsFor({ description: "A.", see: "javascript:x" })).toEqual(["A."]);
  });
});

describe("limitsInWords", () => {
  it.each([
    [{ minLength: 1, maxLength: 64 }, "1 to 64 characters."],
    [{ maxLength: 1 }, "At most 1 character."],
    [{ minItems: 3, maxItems: 3 }, "Exactly 3 items."],
    [{ minimum: 25, maximum: 500 }, "25 to 500."],
    [{ exclusiveMinimum: 0 }, "More than 0."],
    [{ exclusiveMinimum: 0, maximum: 1 }, "More than 0, at most 1."],
    [{ format: "date-time", multipleOf: 5 }, "A multiple of 5. Format: date-time."],
    [{ format: "int64" }, undefined],
    [undefined, undefined],
  ])("%j", (limits, expected) => expect(limitsInWords(limits)).toBe(expected));
});
