import { reservedNames } from "./reserved.js";

/** Letters of any script, digits, `_` and `$`, not starting with a digit. */
const identifier = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u;

/** Whether TypeScript takes a text as a name. Invisible joiners, which it would take as well, are not. */
export function isIdentifier(text: string): boolean {
  return identifier.test(text) && !/[\u200c\u200d]/.test(text);
}

/**
 * The words of a name in any style: `list-SSHKeys_v2` has `list`, `SSH`, `Keys`, `v2`. Accents are dropped, and what
 * is neither letter nor digit separates.
 */
export function words(text: string): readonly string[] {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, "$1 $2")
    .split(/[^\p{L}\p{Nd}]+/u)
    .filter((word) => word !== "" && isIdentifier(`_${word}`));
}

/** `ssh_keys` → `SshKeys`. A name that is PascalCase already stays as it is, `SSHKey` too. */
export function pascalCase(text: string): string {
  if (/^[A-Z][A-Za-z0-9]*$/.test(text)) return text;
  return words(text)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

/** `List-SSH_Keys` → `listSshKeys`. A name that is camelCase already stays as it is. */
export function camelCase(text: string): string {
  if (/^[a-z][A-Za-z0-9]*$/.test(text)) return text;
  const [first = "", ...rest] = words(text);
  const tail = rest.map(
    (word) => word.charAt(0).toUpperCase() + (isAcronym(word) ? word.slice(1).toLowerCase() : word.slice(1)),
  );
  return first.toLowerCase() + tail.join("");
}

/** `SSH Keys` → `ssh-keys`. */
export function kebabCase(text: string): string {
  return words(text).join("-").toLowerCase();
}

function isAcronym(word: string): boolean {
  return word.length > 1 && word === word.toUpperCase();
}

/** Names given so far. Two things never get one name; the first to ask keeps it, the next gets a number. */
export class NameScope {
  readonly #taken = new Set<string>();
  /** The number to try next for a name, so that a thousand equal names stay cheap. */
  readonly #next = new Map<string, number>();
  readonly #isReserved: (name: string) => boolean;

  constructor(isReserved: (name: string) => boolean = (name) => reservedNames.has(name)) {
    this.#isReserved = isReserved;
  }

  has(name: string): boolean {
    return this.#taken.has(name) || this.#isReserved(name);
  }

  /** Marks a name as taken, whatever it looks like. */
  take(name: string): void {
    this.#taken.add(name);
  }

  /**
   * Gives `wanted`, or the nearest free name: `ErrorModel` (with the suffix) for a reserved word or one that starts with
   * a digit, `Pet2` for a taken one.
   */
  claim(wanted: string, suffix: string): string {
    const stem = this.#stem(wanted, suffix);
    let name = stem;
    for (let number = this.#next.get(stem) ?? 2; this.has(name); number += 1) {
      name = `${stem}${number}`;
      this.#next.set(stem, number + 1);
    }
    this.#taken.add(name);
    return name;
  }

  #stem(wanted: string, suffix: string): string {
    if (!/^[\p{ID_Start}_$]/u.test(wanted)) return suffix + wanted;
    return this.#isReserved(wanted) ? wanted + suffix : wanted;
  }
}
