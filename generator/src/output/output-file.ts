/** A file that the generator wants in an output folder, before formatting. */
export interface OutputFile {
  /** Path relative to the output folder, with forward slashes. Never leaves the folder. */
  readonly path: string;
  /** The unformatted text. */
  readonly text: string;
  /** How to format it; `none` for text that is already as it should be. */
  readonly format: "typescript" | "json" | "markdown" | "none";
}
