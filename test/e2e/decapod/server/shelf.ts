import { randomUUID } from "node:crypto";
import { badBody, notFound, Refusal } from "./refusal.js";

/** What every model looks like on the wire. */
export interface Model {
  readonly id: string;
  readonly model: string;
  readonly version: number;
  readonly time_updated: number;
  readonly time_deleted: number;
  readonly initiator_id: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

const envelope = ["id", "version", "time_updated", "time_deleted", "initiator_id"] as const;

/** All models of one kind, each with all its versions. Nothing on it is ever changed in place. */
export class Shelf {
  readonly #kind: string;
  readonly #now: () => number;
  /** The versions of each model, the newest first. */
  readonly #models = new Map<string, readonly Model[]>();

  constructor(kind: string, now: () => number) {
    this.#kind = kind;
    this.#now = now;
  }

  add(data: Model["data"], initiator: string | null, id: string = randomUUID()): Model {
    return this.#put(id, [], { data, initiator_id: initiator });
  }

  get(id: string): Model {
    const [newest] = this.versions(id);
    if (newest === undefined) throw notFound();
    return newest;
  }

  versions(id: string): readonly Model[] {
    return this.#models.get(id) ?? [];
  }

  version(id: string, version: number): Model {
    const found = this.versions(id).find((each) => each.version === version);
    if (found === undefined) throw notFound();
    return found;
  }

  /** The newest version of each model, deleted ones among them. */
  all(): readonly Model[] {
    return [...this.#models.keys()].map((id) => this.get(id));
  }

  /** Makes a version with other data. */
  change(id: string, data: Model["data"], initiator: string | null): Model {
    return this.#put(id, this.versions(id), { data, initiator_id: initiator });
  }

  /** Takes the whole model as a client sends it: the envelope has to be the newest, and of the data `fields` count. */
  update(id: string, sent: unknown, fields: readonly string[], initiator: string | null): Model {
    const known = this.get(id);
    if (typeof sent !== "object" || sent === null) throw badBody("the body is no object");
    const members = new Map<string, unknown>(Object.entries(sent));
    const wanted = [...envelope, "model", "data"];
    if (members.size !== wanted.length || !wanted.every((name) => members.has(name)))
      throw badBody(`the body has ${[...members.keys()].join()} instead of ${wanted.join()}`);
    if (known.time_deleted > 0) throw new Refusal(400, "CannotUpdateDeletedModel");
    if (envelope.some((name) => members.get(name) !== known[name]))
      throw new Refusal(400, "CannotUpdateManagedFieldsError", "the envelope is not that of the newest version");
    const data = new Map(Object.entries(Object(members.get("data")) as object));
    const taken = fields.filter((name) => data.has(name)).map((name) => [name, data.get(name)] as const);
    return this.change(id, { ...known.data, ...Object.fromEntries(taken) }, initiator);
  }

  /** Marks a model as deleted, by a last version. */
  delete(id: string, initiator: string | null): Model {
    const known = this.get(id);
    if (known.time_deleted > 0) throw new Refusal(400, "CannotUpdateDeletedModel");
    return this.#put(id, this.versions(id), { data: known.data, initiator_id: initiator, time_deleted: this.#now() });
  }

  #put(id: string, before: readonly Model[], parts: Pick<Model, "data" | "initiator_id"> & Partial<Model>): Model {
    const made: Model = {
      id,
      model: this.#kind,
      version: before.length + 1,
      time_updated: this.#now(),
      time_deleted: 0,
      ...parts,
    };
    this.#models.set(id, [made, ...before]);
    return made;
  }
}
