import { dirname, resolve as resolvePath } from "node:path";
import { Suggestions } from "../../diagnostics/suggestions.js";
import { isList, isObject, referenceOf } from "../json.js";
import { decodePercent, formatPointer, parsePointer, step } from "../pointer.js";
import { longestPrefix } from "../origins.js";
import { absoluteUri } from "./name-index.js";
import type { Json } from "../document.js";
import type { Complaint } from "../finding.js";
import type { Source, SourceFailure, Sources } from "../sources.js";

/** What a reference leads to. */
export interface Target {
  readonly source: Source;
  /** Where in the file, references on the way being followed: the place at which the value is really written. */
  readonly pointer: string;
  readonly value: Json;
}

/** Where a reference stands. */
export interface Site {
  readonly source: Source;
  readonly pointer: string;
}

/** The outcome of looking a reference up. */
export type Resolution = { readonly target: Target } | { readonly failure: SourceFailure };

/** References that a pointer may cross on its way before the way is taken to be endless. */
const mostCrossings = 50;

/** Looks references up: pointers, anchors and ids, in the same file and in others. */
export class Resolver {
  readonly #sources: Sources;
  /** `$id` and `$self` of every file read so far. */
  readonly #ids = new Map<string, Target>();
  readonly #known = new Set<Source>();
  readonly #suggestions = new Suggestions();

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** Looks up the text of a `$ref` that stands at a site. */
  resolve(ref: string, site: Site): Resolution {
    return this.#resolve(ref, site, 0);
  }

  /** A place as messages name it: `schemas/pet.yaml#/Pet`. */
  display({ source, pointer }: Site): string {
    return this.#sources.display(source.path) + (pointer === "" ? "" : `#${pointer}`);
  }

  /** The whole text of a file that is not itself YAML or JSON, such as a description kept in Markdown. */
  textFile(ref: string, site: Site): string | SourceFailure {
    if (isRemote(ref)) return { complaint: remote(ref) };
    return this.#sources.readPlain(resolvePath(dirname(site.source.path), decodePercent(ref)));
  }

  #resolve(ref: string, site: Site, crossings: number): Resolution {
    this.#learn(site.source);
    const hash = ref.indexOf("#");
    const uri = hash === -1 ? ref : ref.slice(0, hash);
    const fragment = hash === -1 ? "" : decodePercent(ref.slice(hash + 1));
    const resource = this.#resource(uri, site);
    if ("failure" in resource) return resource;
    const { source, pointer } = resource.target;
    if (fragment !== "" && !fragment.startsWith("/")) return this.#anchor(ref, fragment, source, pointer);
    const found = this.#walk(ref, resource.target, parsePointer(fragment), crossings);
    if ("target" in found || pointer === "") return found;
    // Many authors write `#/components/…` in a schema with an `$id`, although it then begins at that schema.
    const fromTop = this.#walk(ref, { source, pointer: "", value: source.root }, parsePointer(fragment), crossings);
    return "target" in fromTop ? fromTop : found;
  }

  /** Finds the file or the embedded schema that the part before the `#` names. */
  #resource(uri: string, site: Site): Resolution {
    const { source } = site;
    const base = enclosingResource(site);
    if (uri === "") return { target: targetAt(source, base.pointer) };
    const known = this.#ids.get(absoluteUri(uri, base.uri)) ?? this.#ids.get(uri);
    if (known !== undefined) return { target: known };
    if (isRemote(uri)) return { failure: { complaint: remote(uri) } };
    const path = resolvePath(dirname(source.path), decodePercent(uri));
    const read = this.#sources.read(path);
    if (!("root" in read)) return { failure: read };
    this.#learn(read);
    return { target: targetAt(read, "") };
  }

  #learn(source: Source): void {
    if (this.#known.has(source)) return;
    this.#known.add(source);
    for (const [pointer, id] of source.names.resources) {
      if (!this.#ids.has(id)) this.#ids.set(id, targetAt(source, pointer));
    }
  }

  #anchor(ref: string, name: string, source: Source, resource: string): Resolution {
    const { anchors } = source.names;
    const pointer = anchors.get(`${resource}#${name}`) ?? anchors.get(`#${name}`);
    if (pointer !== undefined) return { target: targetAt(source, pointer) };
    const near = this.#suggestions.find(name, () => [...anchors.keys()].map((key) => key.slice(key.indexOf("#") + 1)));
    return unresolved(
      `\`${ref}\` leads nowhere: no schema in \`${this.#sources.display(source.path)}\` has the \`$anchor\` \`${name}\`.`,
      near === undefined
        ? "A fragment that begins with a slash is a pointer (`#/components/schemas/Pet`); any other is the name of a `$anchor`."
        : `Did you mean \`#${near}\`?`,
    );
  }

  #walk(ref: string, start: Target, tokens: readonly string[], crossings: number): Resolution {
    let at = start;
    const taken = parsePointer(start.pointer);
    for (const [index, token] of tokens.entries()) {
      const next = step(at.value, token);
      if (next !== undefined) {
        taken.push(token);
        at = { source: at.source, pointer: "", value: next };
        continue;
      }
      const inner = referenceOf(at.value);
      if (inner === undefined || crossings >= mostCrossings) return this.#leadsNowhere(ref, at, taken, token);
      const site = { source: at.source, pointer: formatPointer(taken) };
      const crossed = this.#resolve(inner, site, crossings + 1);
      if ("failure" in crossed) return crossed;
      return this.#walk(ref, crossed.target, tokens.slice(index), crossings + 1);
    }
    return { target: { source: at.source, pointer: formatPointer(taken), value: at.value } };
  }

  #leadsNowhere(ref: string, at: Target, taken: readonly string[], token: string): Resolution {
    const place = this.display({ source: at.source, pointer: formatPointer(taken) });
    const near = this.#suggestions.find(token, () => (isObject(at.value) ? Object.keys(at.value) : []));
    const reason =
      isObject(at.value) || isList(at.value)
        ? `there is no \`${token}\` in \`${place}\``
        : `\`${place}\` is a plain value and holds nothing`;
    const cure =
      near === undefined
        ? "Correct the reference, or add what it names."
        : `Did you mean \`${near}\` instead of \`${token}\`?`;
    return unresolved(`\`${ref}\` leads nowhere: ${reason}.`, cure);
  }
}

/** The nearest schema with an `$id` around a site, or the file itself. */
function enclosingResource({ source, pointer }: Site): { readonly pointer: string; readonly uri: string } {
  const { resources } = source.names;
  const around = longestPrefix(resources, pointer);
  return around === undefined ? { pointer: "", uri: "" } : { pointer: around, uri: resources.get(around) ?? "" };
}

function targetAt(source: Source, pointer: string): Target {
  let value = source.root;
  for (const token of parsePointer(pointer)) value = step(value, token) ?? null;
  return { source, pointer, value };
}

function unresolved(message: string, help: string): Resolution {
  return { failure: { complaint: { code: "unresolved-ref", message, help } } };
}

/** Whether a URI has a scheme or a host, or could not be a file name. */
function isRemote(uri: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]*:|\/\/|\\\\)/i.test(uri) || decodePercent(uri).includes("\0");
}

function remote(uri: string): Complaint {
  return {
    code: "forbidden-ref",
    message: `\`${uri}\` is not a file beside the document. Nothing is fetched from elsewhere while a document is loaded.`,
    help: "Save the file beside the document and refer to it by its relative path.",
  };
}
