import { isList, isObject, member, referenceOf, setMember, type Draft } from "../json.js";
import { escapeToken, formatPointer, localRef, parsePointer } from "../pointer.js";
import { LoadingStopped } from "../finding.js";
import { maxDepth, maxInclusions, maxValues } from "../limits.js";
import { memberShape, object, shapeAt, type Dialect, type Kind, type Shape } from "../shapes/shape.js";
import { tooDeep, tooLarge } from "../check-tree.js";
import { Chains, isBareReference, targetKey } from "./chains.js";
import { ComponentNames } from "./component-names.js";
import { endless, ignoredSibling, renamed } from "./complaints.js";
import { annotations, dynamicTarget, namingKeywords } from "./keywords.js";
import { below, filePointer, outPointer, placeOf, type Part, type Spot } from "./spot.js";
import type { Json, JsonObject, Place } from "../document.js";
import type { Origins } from "../origins.js";
import type { Resolver, Target } from "../references/resolve.js";
import type { Source } from "../sources.js";
import type { Reporter } from "./reporter.js";

/** A part of another file that becomes a named component. */
interface Hoisted {
  readonly kind: Kind;
  readonly home: readonly string[];
  readonly name: string;
  readonly target: Target;
}

/** What a bundler works with. */
export interface BundleSetting {
  readonly root: Source;
  readonly dialect: Dialect;
  /** Whether keywords beside a `$ref` count in schemas (3.1 and later) or only describe (3.0 and 2.0). */
  readonly refSiblingsCount: boolean;
  readonly resolver: Resolver;
  readonly origins: Origins;
  readonly reporter: Reporter;
}

/**
 * Copies a document of many files into one tree. A reference to a named kind of object in another file becomes a
 * component and a local reference, so that what was one thing stays one thing with a name; whatever cannot be a
 * component (path items, operations, whole `properties` maps, …) is written out in place.
 */
export class Bundler {
  readonly #set: BundleSetting;
  readonly #chains: Chains;
  readonly #names = new ComponentNames();
  /** The local reference for each part of another file that has become a component. */
  readonly #refs = new Map<string, string>();
  /** Entries of the root's components that are nothing but a reference to another file: their pointer, their content. */
  readonly #entries = new Map<string, Target>();
  readonly #queue: Hoisted[] = [];
  /** What is being written out around the current place, outermost first. */
  readonly #open: Target[] = [];
  #values = 0;
  #inclusions = 0;

  constructor(setting: BundleSetting) {
    this.#set = setting;
    this.#chains = new Chains(setting.resolver);
  }

  /** Makes the tree. Problems go to the reporter; a tree made in spite of errors must not be used. */
  bundle(): Draft {
    const { root, origins } = this.#set;
    this.#claimEntries();
    const tree = this.#part({ source: root, pointer: "", out: "" }, root.root, object("document"), 0);
    const draft: Draft = isObject(tree) ? { ...tree } : {};
    // Copying one may add others to the end.
    for (const next of this.#queue) {
      const out = formatPointer([...next.home, next.name]);
      const { source, pointer, value } = next.target;
      origins.set(out, { file: source.path, pointer });
      const copy = this.#part({ source, pointer, out }, value, object(next.kind), next.home.length + 1);
      setMember(homeIn(draft, next.home), next.name, copy);
    }
    return draft;
  }

  /** Takes note of the root's own components: their names are taken, and bare references to other files name those. */
  #claimEntries(): void {
    const { root, dialect } = this.#set;
    for (const [kind, home] of Object.entries(dialect.homes) as [Kind, readonly string[]][]) {
      let map: Json | undefined = root.root;
      for (const token of home) map = isObject(map) ? member(map, token) : undefined;
      if (!isObject(map)) continue;
      for (const [name, value] of Object.entries(map)) {
        this.#names.reserve(kind, name);
        const entry = { source: root, pointer: formatPointer([...home, name]), value };
        if (!isBareReference(entry) || "end" in this.#chains.end(entry) === false) continue;
        const content = this.#chains.collapse(entry);
        const key = `${kind} ${targetKey(content)}`;
        if (content.source === root || this.#refs.has(key)) continue;
        this.#refs.set(key, localRef(entry.pointer));
        this.#entries.set(entry.pointer, content);
      }
    }
  }

  #part(part: Part, value: Json, shape: Shape, depth: number): Json {
    return this.#copy(value, shape, { part, parent: undefined, key: "", value, depth });
  }

  #copy(value: Json, shape: Shape, spot: Spot): Json {
    if (!isList(value) && !isObject(value)) return value;
    if (spot.depth > maxDepth) throw new LoadingStopped({ ...tooDeep, place: placeOf(spot) });
    if (isList(value)) {
      const item: Shape = shape.is === "list" ? shape.of : { is: "data" };
      return value.map((child, index) => this.#child(child, item, spot, String(index)));
    }
    const ref = referenceOf(value);
    if (ref !== undefined) {
      return shape.is === "data" ? this.#dataReference(value, ref, spot) : this.#reference(value, ref, shape, spot);
    }
    return this.#members(value, shape, spot);
  }

  #child(value: Json, shape: Shape, parent: Spot, key: string): Json {
    this.#values += 1;
    if (this.#values > maxValues) throw new LoadingStopped({ ...tooLarge, place: placeOf(parent) });
    return typeof value === "object" && value !== null ? this.#copy(value, shape, below(parent, key, value)) : value;
  }

  #members(value: JsonObject, shape: Shape, spot: Spot): Json {
    const draft: Draft = {};
    const objectShape = shape.is === "object" ? this.#set.dialect.shapes[shape.kind] : undefined;
    const other: Shape = shape.is === "map" ? shape.of : { is: "data" };
    const isSchema = shape.is === "object" && shape.kind === "schema";
    for (const [name, child] of Object.entries(value)) {
      if (isSchema && namingKeywords.has(name)) continue;
      const inner = objectShape === undefined ? other : memberShape(objectShape, name);
      setMember(draft, name, this.#child(child, inner, spot, name));
    }
    if (isSchema) this.#dynamicReference(value, draft, spot);
    if (shape.is === "object" && shape.kind === "discriminator") this.#discriminator(draft, spot);
    return draft;
  }

  /** A reference where the standard foresees an object, a list or a text. */
  #reference(value: JsonObject, ref: string, shape: Shape, spot: Spot): Json {
    const { resolver, reporter, dialect } = this.#set;
    const site = { source: spot.part.source, pointer: filePointer(spot) };
    if (shape.is === "scalar" && isPlainFile(ref)) {
      const file = resolver.textFile(ref, site);
      if (typeof file === "string") return file;
      reporter.failure(file, placeOf(spot, "$ref"));
      return value;
    }
    const resolution = resolver.resolve(ref, site);
    if ("failure" in resolution) {
      reporter.failure(resolution.failure, placeOf(spot, "$ref"));
      return value;
    }
    const { target } = resolution;
    if (!this.#ends(target)) return value;
    const kind = shape.is === "object" ? shape.kind : undefined;
    if (kind === undefined || dialect.homes[kind] === undefined) return this.#writeOut(value, target, shape, spot);
    const entry = spot.part.source === this.#set.root ? this.#entries.get(site.pointer) : undefined;
    if (entry !== undefined) return this.#writeOut(value, entry, shape, spot);
    const draft: Draft = {};
    for (const [name, child] of Object.entries(value)) {
      if (name === "$ref") draft["$ref"] = this.#refTo(kind, target, spot);
      else if (this.#countsBesideRef(kind, name, spot)) {
        setMember(draft, name, this.#child(child, memberShape(dialect.shapes[kind], name), spot, name));
      }
    }
    return draft;
  }

  #countsBesideRef(kind: Kind, name: string, spot: Spot): boolean {
    if (name.startsWith("x-") || name === "description" || name === "summary") return true;
    if (kind !== "schema") return false;
    if (this.#set.refSiblingsCount) return !namingKeywords.has(name);
    if (annotations.has(name)) return true;
    // `type` beside a `$ref` is everywhere, and says what the target says anyway.
    if (name !== "type") this.#set.reporter.report(ignoredSibling(name), placeOf(spot, name));
    return false;
  }

  /** Reports a chain of references that has no end, or one that breaks off. */
  #ends(target: Target): boolean {
    const chain = this.#chains.end(target);
    if ("end" in chain) return true;
    const { reporter } = this.#set;
    if ("failure" in chain) reporter.failure(chain.failure, refPlace(chain.at));
    else {
      const first = chain.loop[0] ?? target;
      reporter.report(endless("circular-ref", this.#describe([...chain.loop, first])), refPlace(first));
    }
    return false;
  }

  /** The local reference for a target, which becomes a component if it is not in the tree yet. */
  #refTo(kind: Kind, target: Target, spot: Spot): string {
    const { root, dialect, reporter } = this.#set;
    if (target.source === root) {
      const there = shapeAt(dialect, parsePointer(target.pointer));
      // A reference to an object of another kind is left as it stands: validation reports it.
      if (there.is === "object") return localRef(target.pointer);
    }
    const end = this.#chains.collapse(target);
    if (end !== target && end.source === root) return this.#refTo(kind, end, spot);
    const key = `${kind} ${targetKey(end)}`;
    const known = this.#refs.get(key);
    if (known !== undefined) return known;
    const home = dialect.homes[kind] ?? [];
    const { name, clashesWith } = this.#names.allocate(kind, end);
    if (clashesWith !== undefined) reporter.report(renamed(clashesWith, name), placeOf(spot, "$ref"));
    const ref = localRef(formatPointer([...home, name]));
    this.#refs.set(key, ref);
    this.#queue.push({ kind, home, name, target: end });
    return ref;
  }

  /** Puts a copy of the target where the reference stands. Members beside the `$ref` are kept and win. */
  #writeOut(value: JsonObject, target: Target, shape: Shape, spot: Spot): Json {
    const key = targetKey(target);
    const around = this.#open.findIndex((open) => targetKey(open) === key);
    if (around !== -1) {
      const chain = [...this.#open.slice(around), target];
      this.#set.reporter.report(endless("circular-include", this.#describe(chain)), placeOf(spot, "$ref"));
      return value;
    }
    this.#inclusions += 1;
    if (this.#inclusions > maxInclusions) throw new LoadingStopped({ ...tooLarge, place: placeOf(spot) });
    const out = outPointer(spot);
    this.#set.origins.set(out, { file: target.source.path, pointer: target.pointer });
    this.#open.push(target);
    const copy = this.#part({ source: target.source, pointer: target.pointer, out }, target.value, shape, spot.depth);
    this.#open.pop();
    if (!isObject(copy)) return copy;
    const draft: Draft = copy;
    const shapes = shape.is === "object" ? this.#set.dialect.shapes[shape.kind] : undefined;
    for (const [name, child] of Object.entries(value)) {
      if (name === "$ref") continue;
      const inner: Shape = shapes === undefined ? { is: "data" } : memberShape(shapes, name);
      setMember(draft, name, this.#child(child, inner, spot, name));
      this.#set.origins.set(`${out}/${escapeToken(name)}`, placeOf(spot, name));
    }
    return draft;
  }

  /**
   * A `$ref` within an example or an extension is data. Still, many documents keep their examples in files, so one
   * that names a file beside the document is written out.
   */
  #dataReference(value: JsonObject, ref: string, spot: Spot): Json {
    const shape: Shape = { is: "data" };
    const site = { source: spot.part.source, pointer: filePointer(spot) };
    if (!namesFile(ref)) return this.#members(value, shape, spot);
    if (isPlainFile(ref)) {
      const text = this.#set.resolver.textFile(ref, site);
      if (typeof text === "string") return text;
    }
    const resolution = this.#set.resolver.resolve(ref, site);
    if ("target" in resolution) {
      const isOpen = this.#open.some((open) => targetKey(open) === targetKey(resolution.target));
      return isOpen ? value : this.#writeOut(value, resolution.target, shape, spot);
    }
    if ("complaint" in resolution.failure) {
      const { code, message, help } = resolution.failure.complaint;
      const note = `${message} It stands in an example or an extension and is kept as it is.`;
      this.#set.reporter.report({ code, severity: "warning", message: note, help }, placeOf(spot, "$ref"));
    } else this.#set.reporter.failure(resolution.failure, placeOf(spot, "$ref"));
    return this.#members(value, shape, spot);
  }

  #dynamicReference(value: JsonObject, draft: Draft, spot: Spot): void {
    const ref = member(value, "$dynamicRef");
    let target = dynamicTarget(spot);
    if (target === undefined && typeof ref === "string") {
      const resolution = this.#set.resolver.resolve(ref, { source: spot.part.source, pointer: filePointer(spot) });
      if ("failure" in resolution) this.#set.reporter.failure(resolution.failure, placeOf(spot, "$dynamicRef"));
      else target = resolution.target;
    }
    if (target !== undefined) draft["$ref"] = this.#refTo("schema", target, spot);
  }

  /** Turns the schema names and file references of a discriminator into local references. */
  #discriminator(draft: Draft, spot: Spot): void {
    const mapping = draft["mapping"];
    if (isObject(mapping)) {
      const rewritten: Draft = {};
      for (const [name, value] of Object.entries(mapping)) {
        const at = below(spot, "mapping", value);
        setMember(rewritten, name, typeof value === "string" ? this.#mapped(value, at, name) : value);
      }
      draft["mapping"] = rewritten;
    }
    const fallback = draft["defaultMapping"];
    if (typeof fallback === "string") draft["defaultMapping"] = this.#mapped(fallback, spot, "defaultMapping");
  }

  #mapped(value: string, spot: Spot, name: string): string {
    const { resolver, root, dialect, reporter } = this.#set;
    const site = { source: spot.part.source, pointer: filePointer(spot) };
    const named = localRef(formatPointer([...(dialect.homes.schema ?? []), value]));
    for (const source of [site.source, root]) {
      const resolution = resolver.resolve(named, { source, pointer: "" });
      if ("target" in resolution) return this.#refTo("schema", resolution.target, spot);
    }
    if (!/[#/]|\.(?:ya?ml|json)$/i.test(value)) return value;
    const resolution = resolver.resolve(value, site);
    if ("target" in resolution) return this.#refTo("schema", resolution.target, spot);
    if (!value.startsWith("#")) reporter.failure(resolution.failure, placeOf(spot, name));
    return value;
  }

  #describe(chain: readonly Target[]): string {
    return chain.map((target) => this.#set.resolver.display(target)).join(" → ");
  }
}

function refPlace({ source, pointer }: Target): Place {
  return { file: source.path, pointer: `${pointer}/$ref` };
}

/** Whether a reference names a whole file that is not itself YAML or JSON: a text in Markdown, a program. */
function isPlainFile(ref: string): boolean {
  return !/#|\.(?:ya?ml|json)$/i.test(ref);
}

/** Whether the text of a `$ref` within data looks like a relative path to a file. */
function namesFile(ref: string): boolean {
  return /^(?!\/|[a-z][a-z0-9+.-]*:)[^#]*\.\w+(?:#|$)/i.test(ref);
}

function homeIn(draft: Draft, home: readonly string[]): Draft {
  let at = draft;
  for (const token of home) {
    const next = at[token];
    const copy: Draft = isObject(next) ? next : {};
    at[token] = copy;
    at = copy;
  }
  return at;
}
