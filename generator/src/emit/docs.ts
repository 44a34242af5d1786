import type { JsonValue, Limits } from "../ir/types.js";
import { commentText, link } from "./escape.js";

/** What a documentation comment says. Every text may come from a document. */
export interface Comment {
  readonly summary?: string | undefined;
  readonly description?: string | undefined;
  /** Paragraphs after the description; already in our words. */
  readonly notes?: readonly string[];
  readonly default?: JsonValue | undefined;
  readonly deprecated?: boolean | undefined;
  readonly throws?: string | undefined;
  /** Link to the source documentation. */
  readonly see?: string | undefined;
}

/** Width of a comment's text, so that lines stay within 120 columns at any indentation that occurs. */
const width = 110;

/** The documentation of a declaration in the form that ts-morph takes; none when there is nothing to say. */
export function docsFor(comment: Comment): string[] {
  const { summary, description } = comment;
  const see = comment.see === undefined ? undefined : link(comment.see)?.text;
  const tags = [
    comment.throws === undefined ? [] : [`@throws ${comment.throws}`],
    comment.default === undefined ? [] : [`@default ${JSON.stringify(comment.default)}`],
    see === undefined ? [] : [`@see ${see}`],
    comment.deprecated === true ? ["@deprecated"] : [],
  ].flat();
  const paragraphs = [
    summary === undefined ? undefined : asSentence(summary),
    withoutSummary(description, summary),
    ...(comment.notes ?? []),
    tags.join("\n"),
  ];
  const text = paragraphs.filter((paragraph) => paragraph !== undefined && paragraph !== "").join("\n\n");
  const wrapped = commentText(wrap(text)).text;
  if (wrapped === "") return [];
  return [wrapped.includes("\n") || wrapped.startsWith("@") ? `\n${wrapped}` : wrapped];
}

/** Limits in words: `1 to 64 characters`, `25 to 500`, `Format: date-time`. Nothing when there are none worth a line. */
export function limitsInWords(limits: Limits | undefined): string | undefined {
  if (limits === undefined) return undefined;
  const { minimum = limits.exclusiveMinimum, maximum = limits.exclusiveMaximum } = limits;
  const facts = [
    span(limits.minLength, limits.maxLength, "character"),
    span(limits.minItems, limits.maxItems, "item"),
    range(minimum, maximum, limits.exclusiveMinimum !== undefined, limits.exclusiveMaximum !== undefined),
    limits.multipleOf === undefined ? undefined : `A multiple of ${limits.multipleOf}`,
    limits.uniqueItems === true ? "No item twice" : undefined,
    limits.format === undefined || plainFormats.has(limits.format) ? undefined : `Format: ${limits.format}`,
    limits.pattern === undefined ? undefined : `Pattern: \`${limits.pattern}\``,
  ].filter((fact) => fact !== undefined);
  return facts.length === 0 ? undefined : `${facts.join(". ")}.`;
}

/** Formats that say no more than the type does. */
const plainFormats = new Set(["int32", "int64", "float", "double", "string", "binary", "boolean", "password"]);

function span(least: number | undefined, most: number | undefined, unit: string): string | undefined {
  const plural = (count: number): string => `${count} ${unit}${count === 1 ? "" : "s"}`;
  if (least !== undefined && least > 0)
    return most === undefined
      ? `At least ${plural(least)}`
      : least === most
        ? `Exactly ${plural(least)}`
        : `${least} to ${plural(most)}`;
  return most === undefined ? undefined : `At most ${plural(most)}`;
}

function range(
  least: number | undefined,
  most: number | undefined,
  above: boolean,
  below: boolean,
): string | undefined {
  const low = above ? "More than" : "At least";
  const high = below ? "less than" : "at most";
  if (least !== undefined && most !== undefined)
    return above || below ? `${low} ${least}, ${high} ${most}` : `${least} to ${most}`;
  if (least !== undefined) return `${low} ${least}`;
  return most === undefined ? undefined : `${below ? "Less than" : "At most"} ${most}`;
}

function asSentence(text: string): string {
  return /[.!?:]$/.test(text) ? text : `${text}.`;
}

/** A description that begins with its own summary says it once. */
function withoutSummary(description: string | undefined, summary: string | undefined): string | undefined {
  if (description === undefined || summary === undefined || !description.startsWith(summary)) return description;
  return description.slice(summary.length).replace(/^[.!\s]+/, "");
}

/** Fills lines of prose; code blocks, tables and whatever else Markdown reads line by line stay as they are. */
function wrap(text: string): string {
  const lines: string[] = [];
  let isCode = false;
  let mayGrow = false;
  for (const line of text.split("\n")) {
    const isFence = /^\s*(```|~~~)/.test(line);
    const isProse = !isCode && !isFence && !/^(\s*[|#>@]|\s*$|\s{4})/.test(line);
    const startsItem = /^\s*([-*+]|\d+[.)])\s/.test(line);
    if (isProse && !startsItem && mayGrow) lines.push(`${lines.pop() ?? ""} ${line.trim()}`);
    else lines.push(line);
    if (isFence) isCode = !isCode;
    // Two blanks at the end of a line are a line break in Markdown.
    mayGrow = isProse && !line.endsWith("  ");
  }
  isCode = false;
  return lines
    .map((line) => {
      if (/^\s*(```|~~~)/.test(line)) isCode = !isCode;
      return isCode || /^\s*[|#>@]/.test(line) || line.length <= width ? line : wrapLine(line);
    })
    .join("\n");
}

function wrapLine(line: string): string {
  const indent = /^\s*(?:[-*+] |\d+[.)] )?/.exec(line)?.[0] ?? "";
  const lines: string[] = [];
  let current = indent;
  let isFresh = true;
  for (const word of line.slice(indent.length).split(/\s+/)) {
    if (!isFresh && current.length + 1 + word.length > width) {
      lines.push(current);
      current = " ".repeat(indent.length) + word;
    } else {
      current += isFresh ? word : ` ${word}`;
    }
    isFresh = false;
  }
  return [...lines, current].join("\n");
}
