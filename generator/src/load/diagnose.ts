import { catalogue } from "../diagnostics/catalogue.js";
import { codeFrame, printable, splitLines } from "../diagnostics/frame.js";
import { sortDiagnostics } from "../diagnostics/sort.js";
import { findPositions, type Position } from "./positions.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { LoadedFile } from "./document.js";
import type { Finding } from "./finding.js";

/**
 * Works out line, column and code frame of findings and sorts them by place. Each file concerned is gone through once,
 * however many findings it has.
 */
export function diagnose(
  findings: readonly Finding[],
  files: readonly LoadedFile[],
  display: (path: string) => string,
): readonly Diagnostic[] {
  const texts = new Map(files.map((file) => [file.path, file.text]));
  const diagnostics: Diagnostic[] = [];
  for (const [path, group] of groupByFile(findings)) {
    const text = texts.get(path);
    const positions = text === undefined ? [] : positionsOf(text, group);
    const lines = text === undefined ? [] : splitLines(text);
    for (const [index, finding] of group.entries()) {
      const position = positions[index] ?? { line: 0, column: 0 };
      diagnostics.push({
        code: finding.code,
        severity: finding.severity ?? catalogue[finding.code]?.severity ?? "error",
        message: printable(finding.message),
        help: printable(finding.help),
        file: path === "" ? "" : display(path),
        line: position.line,
        column: position.column,
        pointer: finding.place.pointer,
        frame: position.line === 0 ? "" : codeFrame(lines, position.line, position.column),
      });
    }
  }
  return sortDiagnostics(diagnostics);
}

function positionsOf(text: string, findings: readonly Finding[]): readonly Position[] {
  const wanted = findings.map(({ place, atKey }) => ({ pointer: place.pointer, atKey: atKey ?? false }));
  const known = findings.map(({ position }) => position);
  if (known.every((position) => position !== undefined)) return known;
  const found = findPositions(text, wanted);
  return known.map((position, index) => position ?? found[index] ?? { line: 1, column: 1 });
}

function groupByFile(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.place.file);
    if (group === undefined) groups.set(finding.place.file, [finding]);
    else group.push(finding);
  }
  return groups;
}
