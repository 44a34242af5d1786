import { readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { indexNames, type NameIndex } from "./references/name-index.js";
import { maxFileBytes } from "./limits.js";
import { Suggestions } from "../diagnostics/suggestions.js";
import { namesIn, nearestFolder } from "./folder.js";
import { parseText, type ParseFault } from "./parse-text.js";
import type { Json, LoadedFile } from "./document.js";
import type { Complaint } from "./finding.js";

/** A file that was read and parsed. */
export interface Source extends LoadedFile {
  readonly root: Json;
  /** The places in it that have a name of their own (`$anchor`, `$id`, …). */
  readonly names: NameIndex;
}

/** A file that cannot be used: a complaint about the reference to it, or a fault within the file itself. */
export type SourceFailure = { readonly complaint: Complaint } | { readonly fault: ParseFault; readonly path: string };

/**
 * The files of one document. Each is read and parsed once, when it is first referred to; reading is synchronous,
 * because only parsing a file shows which files come next. Nothing outside the root file's folder and the allowed
 * folders is read, links being followed before that is judged.
 */
export class Sources {
  readonly #files = new Map<string, Source | ParseFault>();
  readonly #texts = new Map<string, LoadedFile>();
  readonly #suggestions = new Suggestions();
  readonly #allowed: readonly string[];
  readonly #cwd: string;
  readonly #rootFile: string;

  constructor(rootFile: string, cwd: string, allowRefs: readonly string[]) {
    this.#cwd = cwd;
    this.#rootFile = rootFile;
    this.#allowed = [dirname(realPath(rootFile) ?? rootFile), ...allowRefs.map((path) => this.#allowedPath(path))];
  }

  /** Every file that was read, in the order in which they were first referred to. */
  get files(): readonly LoadedFile[] {
    return [...this.#texts.values()];
  }

  /** Those of the files that were parsed, and not read as mere text. */
  get parsed(): readonly Source[] {
    return [...this.#files.values()].filter((file) => "root" in file);
  }

  /** Reads a file, or gives it again if it was read before. The path is absolute. */
  read(path: string): Source | SourceFailure {
    const known = this.#files.get(path);
    if (known !== undefined) return "root" in known ? known : { fault: known, path };
    const text = this.readPlain(path);
    if (typeof text !== "string") return text;
    const parsed = parseText(text);
    const source =
      "fault" in parsed ? parsed.fault : { path, text, root: parsed.value, names: indexNames(text, parsed.value) };
    this.#files.set(path, source);
    return "root" in source ? source : { fault: source, path };
  }

  /** Reads a file as plain text. */
  readPlain(path: string): string | { readonly complaint: Complaint } {
    const known = this.#texts.get(path);
    if (known !== undefined) return known.text;
    const real = realPath(path);
    if (real === undefined) return { complaint: this.#missing(path) };
    if (!this.#isAllowed(real)) return { complaint: this.#outside(path) };
    const text = this.#text(real, path);
    if (typeof text !== "string") return { complaint: text };
    this.#texts.set(path, { path, text });
    return text;
  }

  /** A path as messages name it: relative to the working directory, with forward slashes. */
  display(path: string): string {
    const name = relative(this.#cwd, path);
    return (name === "" ? "." : name).split(sep).join("/");
  }

  #isAllowed(real: string): boolean {
    return this.#allowed.some((folder) => isWithin(real, folder));
  }

  #allowedPath(path: string): string {
    const absolute = resolve(this.#cwd, path);
    return realPath(absolute) ?? absolute;
  }

  #text(real: string, path: string): string | Complaint {
    const name = this.display(path);
    try {
      const stats = statSync(real);
      if (stats.isDirectory()) {
        return {
          code: "unreadable-file",
          message: `\`${name}\` is a folder.`,
          help: "Name the document in it, for example `openapi.yaml`.",
        };
      }
      if (!stats.isFile()) {
        return {
          code: "unreadable-file",
          message: `\`${name}\` is not a regular file.`,
          help: "Save its contents to a file and name that file.",
        };
      }
      if (stats.size > maxFileBytes) {
        return {
          code: "too-large",
          message: `\`${name}\` is larger than ${maxFileBytes / 1024 / 1024} MB.`,
          help: "Split the document into several files.",
        };
      }
      return decode(readFileSync(real)) ?? binary(name);
    } catch (error) {
      const reason = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
      return {
        code: "unreadable-file",
        message: `\`${name}\` cannot be read${reason}.`,
        help: "Check that the file may be read by you.",
      };
    }
  }

  #missing(path: string): Complaint {
    const { folder, rest } = nearestFolder(path);
    // What does or does not exist elsewhere on the machine is nobody's business.
    const isRoot = path === this.#rootFile;
    if (!isRoot && !this.#isAllowed(realPath(folder) ?? folder)) return this.#outside(path);
    const near = this.#suggestions.find(rest, () => namesIn(folder));
    return {
      code: "missing-file",
      message: `There is no file \`${this.display(path)}\`.`,
      help:
        near === undefined
          ? "Create the file, or correct the path."
          : `Did you mean \`${this.display(resolve(folder, near))}\`?`,
    };
  }

  #outside(path: string): Complaint {
    return {
      code: "forbidden-ref",
      message: `\`${this.display(path)}\` lies outside the folder of the document, so it is not read.`,
      help: "Move the file into the document's folder, or allow its folder by the `allowRefs` setting if you trust it.",
    };
  }
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** The text of a file, without a byte order mark; nothing if it is not UTF-8 text. */
function decode(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function binary(name: string): Complaint {
  return {
    code: "binary-file",
    message: `\`${name}\` is not a text file: it holds bytes that are not UTF-8.`,
    help: "Name a YAML or JSON file, saved as UTF-8.",
  };
}
