import type { Json, JsonObject } from "../load/document.js";
import { asList, asObject, asString, asStrings, defined, member } from "./json.js";
import { kebabCase, NameScope } from "./names.js";
import { descriptionOf } from "./text.js";
import type { Group } from "./types.js";

/** File names that mean something else, on some system or in a package. */
const reservedModules = new Set([
  "index",
  "con",
  "prn",
  "aux",
  "nul",
  ...[..."123456789"].flatMap((n) => [`com${n}`, `lpt${n}`]),
]);

/** The modules of a document: one for each first tag that an operation has, in the order of the document's tags. */
export class Groups {
  readonly #groups = new Map<string, Group>();
  readonly #scope = new NameScope((name) => reservedModules.has(name));
  readonly #used = new Set<string>();

  constructor(root: JsonObject) {
    for (const value of asList(member(root, "tags"))) {
      const name = asString(member(asObject(value), "name"));
      if (name !== undefined) this.#add(name, asObject(value));
    }
  }

  /** The id of the group that an operation belongs to. */
  of(operation: JsonObject): string {
    const [tag = ""] = asStrings(member(operation, "tags") as Json | undefined);
    this.#add(tag, undefined);
    this.#used.add(tag);
    return tag;
  }

  /** The groups that have operations. */
  list(): readonly Group[] {
    return [...this.#groups.values()].filter(({ id }) => this.#used.has(id));
  }

  #add(id: string, tag: JsonObject | undefined): void {
    if (this.#groups.has(id)) return;
    const title = asString(member(tag, "x-displayName")) ?? (id === "" ? "General" : id);
    const module = this.#scope.claim(kebabCase(id === "" ? "general" : id) || "group", "");
    this.#groups.set(id, defined<Group>({ id, title, module, description: descriptionOf(tag) }));
  }
}
