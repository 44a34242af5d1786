import type { Api, InputMember, Operation } from "../ir/types.js";
import type { OutputFile } from "../output/output-file.js";
import { defined } from "../ir/json.js";
import { moduleOf } from "./operations.js";

/** One operation in `clientwright.json`. */
export interface ManifestOperation {
  /** `operationId`, or method and path where the document has none. */
  readonly id: string;
  /** Name of the function, and of the method of the client. */
  readonly function: string;
  /** Path of the file that declares it, from this folder. */
  readonly module: string;
  readonly method: string;
  /** The path template. */
  readonly path: string;
  /** What it takes. `wireName` is empty for a body that is one member. */
  readonly input: readonly {
    readonly name: string;
    readonly wireName: string;
    readonly place: InputMember["place"];
    readonly required: boolean;
  }[];
  readonly requestContentTypes: readonly string[];
  readonly responseContentTypes: readonly string[];
  readonly paginator?: string;
  readonly waiters?: readonly string[];
  readonly poller?: string;
}

/** `clientwright.json`: what is in this folder, for tools. */
export interface Manifest {
  readonly manifestVersion: 1;
  readonly name: string;
  readonly title: string;
  readonly version: string;
  readonly operations: readonly ManifestOperation[];
}

/** `clientwright.json` of a client. `folder` is where its modules are. */
export function emitManifest(api: Api, folder: string): OutputFile {
  const locate = moduleOf(api);
  const waiters = new Map<string, string[]>();
  for (const { operation, name } of api.waiters) waiters.set(operation, [...(waiters.get(operation) ?? []), name]);
  const pollers = new Map(api.pollers.map(({ operation, beginName }) => [operation, beginName]));
  const manifest: Manifest = {
    manifestVersion: 1,
    name: api.name,
    title: api.title,
    version: api.version,
    operations: api.operations.map((operation) => ({
      ...(operation.paginator === undefined ? {} : { paginator: operation.paginator.name }),
      ...defined({ waiters: waiters.get(operation.id), poller: pollers.get(operation.id) }),
      ...entryOf(operation, `${folder}${locate(operation)}.ts`),
    })),
  };
  return { path: "clientwright.json", text: JSON.stringify(manifest), format: "json" };
}

function entryOf(operation: Operation, module: string): ManifestOperation {
  return {
    id: operation.id,
    function: operation.name,
    module,
    method: operation.method,
    path: operation.path,
    input: operation.input.map(({ name, wireName, place, required }) => ({ name, wireName, place, required })),
    requestContentTypes: operation.body?.contents.map(({ contentType }) => contentType) ?? [],
    responseContentTypes: [
      ...new Set(operation.output.replies.flatMap(({ contents }) => contents.map(({ contentType }) => contentType))),
    ],
  };
}
