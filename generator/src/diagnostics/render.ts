import pc from "picocolors";
import type { Diagnostic } from "./diagnostic.js";

/** How a diagnostic is shown. */
export interface RenderOptions {
  /** Use ANSI colours. Default: false. */
  readonly colour?: boolean;
}

/**
 * A diagnostic as text for people, over several lines and without a final line break:
 *
 * ```text
 * error[unresolved-ref]: `#/components/schemas/Pett` leads nowhere: …
 *  --> openapi.yaml:12:17  (#/paths/~1pets/get/…/$ref)
 *   11 |   schema:
 * > 12 |     $ref: '#/components/schemas/Pett'
 *      |           ^
 * help: Did you mean `Pet` instead of `Pett`?
 * ```
 */
export function render(diagnostic: Diagnostic, { colour = false }: RenderOptions = {}): string {
  const { bold, red, yellow, cyan, dim } = pc.createColors(colour);
  const { severity, code, message, frame, help } = diagnostic;
  const strong = severity === "error" ? red : yellow;
  const lines = [`${bold(strong(`${severity}[${code}]`))}${bold(`: ${message}`)}`];
  const place = placeOf(diagnostic);
  if (place !== "") lines.push(`${cyan(" -->")} ${place}${dim(pointerOf(diagnostic))}`);
  if (frame !== "") lines.push(markLines(frame, strong, dim));
  if (help !== "") lines.push(`${bold(cyan("help"))}: ${help}`);
  return lines.join("\n");
}

function placeOf({ file, line, column }: Diagnostic): string {
  return line === 0 ? file : `${file}:${line}:${column}`;
}

function pointerOf({ pointer }: Diagnostic): string {
  return pointer === "" ? "" : `  (#${pointer})`;
}

/** Colours the marked line of a frame and the marker below it, and fades the rest. */
function markLines(frame: string, strong: (text: string) => string, dim: (text: string) => string): string {
  return frame
    .split("\n")
    .map((line) => (line.startsWith(">") ? line : /^\s*\|\s*\^+$/.test(line) ? strong(line) : dim(line)))
    .join("\n");
}
