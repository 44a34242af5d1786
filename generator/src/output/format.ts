import { createHash } from "node:crypto";
import { version as prettierVersion } from "prettier";
import { setImmediate } from "node:timers/promises";
import { formatText } from "./format-text.js";
import { hashText } from "./hash.js";
import type { LockedFile } from "./lock.js";
import type { OutputFile } from "./output-file.js";
import type { Survey } from "./survey.js";

/** A file as it is wanted on disk. */
export interface FormattedFile extends LockedFile {
  readonly path: string;
  /** Its text; undefined when the disk already holds it, and it was not formatted again. */
  readonly text: string | undefined;
}

export interface FormatOptions {
  /** Format what has not changed since the last run as well, so that nothing depends on the lock file. */
  readonly everything: boolean;
}

/**
 * Formats files with prettier, by far the slowest stage: a file whose unformatted text is what the last run had, and
 * whose formatted text still lies in the output folder, is passed over. One after the other: with threads, two cores took as long as one.
 */
export async function format(
  files: readonly OutputFile[],
  survey: Survey,
  options: FormatOptions,
): Promise<readonly FormattedFile[]> {
  const formatted: FormattedFile[] = [];
  for (const file of files) {
    const source = sourceHash(file);
    const written = options.everything ? undefined : writtenBefore(file.path, source, survey);
    if (written !== undefined) {
      formatted.push({ path: file.path, source, written, text: undefined });
      continue;
    }
    const text = await formatText(file);
    formatted.push({ path: file.path, source, written: hashText(text), text });
    // Prettier keeps the thread to itself; let progress and signals have a turn.
    await setImmediate();
  }
  return formatted;
}

/** The hash of what the last run made of the same source, if the disk still holds just that. */
function writtenBefore(path: string, source: string, survey: Survey): string | undefined {
  const locked = survey.lock.files.get(path);
  const found = survey.entries.get(path);
  const isUntouched = locked?.source === source && found?.kind === "file" && found.hash === locked.written;
  return isUntouched ? locked.written : undefined;
}

/** Hash of everything that decides what the formatted text is. */
function sourceHash(file: OutputFile): string {
  const hash = createHash("sha256").update(file.format);
  if (file.format !== "none") hash.update(` prettier ${prettierVersion}`);
  return hash.update("\n").update(file.text, "utf8").digest("hex");
}
