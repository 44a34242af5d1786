/** Members of a thing by name, as JSON has them. */
export type Members = Readonly<Record<string, unknown>>;

/** A thing of the API. */
export interface Thing {
  readonly id?: string;
  readonly metadata?: Members;
  readonly properties?: Members;
  readonly entities?: Readonly<Record<string, { readonly items?: readonly Thing[] }>>;
  readonly items?: readonly Thing[];
}

/** A request that has come, before anything has been done about it. */
export interface Asked {
  readonly method: string;
  /** Below the address of the API, without the query. */
  readonly path: string;
  /** What was sent as JSON; an empty object when nothing was. */
  readonly body: Members;
  /** What is there now, with its children; undefined when nothing is. */
  readonly read: (path: string) => Promise<Thing | undefined>;
  /** Does something that the service does by itself. */
  readonly act: (method: string, path: string, body?: Members) => Promise<void>;
  /** Sets properties that no request can set. */
  readonly grant: (id: string, properties: Members) => void;
}

/** The properties of what a request asks to be made, by the names of the collections. */
export interface Wanted {
  readonly servers: readonly Members[];
  readonly volumes: readonly Members[];
  readonly nics: readonly Members[];
  readonly firewallrules: readonly Members[];
}

/** What a request asks to be made, also deep within something else that is. */
export function wantedBy({ method, path, body }: Asked): Wanted {
  const found: Record<string, Members[]> = { servers: [], volumes: [], nics: [], firewallrules: [] };
  const visit = (kind: string, { properties, entities = {} }: Thing): void => {
    if (properties !== undefined) found[kind]?.push(properties);
    for (const [name, { items = [] }] of Object.entries(entities)) for (const item of items) visit(name, item);
  };
  if (method === "POST") visit(path.split("/").at(-1) ?? "", body);
  return found as unknown as Wanted;
}

/** The part of a path up to the data centre, which is a path itself; undefined outside of one. */
export const datacenterOf = (path: string): string | undefined => /^\/datacenters\/[^/]+/.exec(path)?.[0];

/** Lists what lies below a path. */
export async function itemsOf({ read }: Asked, path: string): Promise<readonly Thing[]> {
  return (await read(path))?.items ?? [];
}

/** Texts of a list, and none where there is no list. */
export const textsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
