import { codeFrameColumns } from "@babel/code-frame";

/** Longest line that is shown whole; of a longer one (minified JSON) the part around the place is shown. */
const widest = 160;

/** Lines shown before and after the line concerned. */
const context = 2;

/** Splits a text into lines once, for any number of frames. */
export function splitLines(text: string): readonly string[] {
  return text.split(/\r?\n/);
}

/** The lines around a place, with line numbers and a marker, without colours. Line and column count from 1. */
export function codeFrame(lines: readonly string[], line: number, column: number): string {
  const first = Math.max(line - context, 1);
  const excerpt = lines.slice(first - 1, line + context);
  const isWide = excerpt.some((text) => text.length > widest);
  const cut = isWide ? Math.max(column - widest / 2, 1) : 1;
  const shown = isWide ? excerpt.map((text) => text.slice(cut - 1, cut - 1 + widest)) : excerpt;
  return codeFrameColumns(
    shown.map(printable).join("\n"),
    { start: { line, column: column - cut + 1 } },
    { highlightCode: false, linesAbove: context, linesBelow: context, startLine: first },
  );
}

/** Replaces what would upset a terminal or mislead a reader: escape sequences, line separators, direction marks. */
export function printable(line: string): string {
  return line.replaceAll(/(?!\t)[\p{Cc}\p{Cf}\u2028\u2029]/gu, "\ufffd");
}
