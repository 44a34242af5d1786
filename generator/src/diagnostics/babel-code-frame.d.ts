/** The part of `@babel/code-frame` that is used here; the package ships no types. */
declare module "@babel/code-frame" {
  export function codeFrameColumns(
    text: string,
    place: { readonly start: { readonly line: number; readonly column: number } },
    options: {
      readonly highlightCode: boolean;
      readonly linesAbove: number;
      readonly linesBelow: number;
      /** The number of the text's first line. */
      readonly startLine: number;
    },
  ): string;
}
