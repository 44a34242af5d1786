import type { Json } from "../load/document.js";
import { asObject, asString, defined, entries, member } from "./json.js";
import { pascalCase } from "./names.js";
import { child } from "./pointer.js";
import type { Poller, PollerInput, PollerSource, Waiter } from "./thing-types.js";
import type { Operation } from "./types.js";
import type { Things } from "./waiters.js";
import { wayInto } from "./ways.js";

/** Reads every `x-poller`. One that does not fit its operations is a problem. */
export function readPollers(things: Things, waiters: readonly Waiter[]): readonly Poller[] {
  const operations = new Map(things.operations.map((operation) => [operation.id, operation]));
  const byName = new Map(waiters.map((waiter) => [waiter.name, waiter]));
  return things.operations.flatMap((operation, index) => {
    const located = things.located[index];
    const extension = asObject(member(located?.operation, "x-poller"));
    if (extension === undefined) return [];
    const found = readPoller({ ...things, operations, waiters: byName }, operation, extension);
    if (typeof found !== "string") return [found];
    things.reportUnfit({
      message: `No poller is made for "${operation.name}": ${found}`,
      help: "Compare x-poller with the waiter that it names, and with the schemas of the replies.",
      pointer: child(located?.pointer ?? "", "x-poller"),
    });
    return [];
  });
}

/** What a poller is made of, by id and by name. */
interface Known extends Pick<Things, "schemas" | "scope"> {
  readonly operations: ReadonlyMap<string, Operation>;
  readonly waiters: ReadonlyMap<string, Waiter>;
}

/** A poller, or what keeps it from being made. */
function readPoller(
  { schemas, scope, operations, waiters }: Known,
  operation: Operation,
  extension: NonNullable<ReturnType<typeof asObject>>,
): Poller | string {
  const waiter = waiters.get(asString(member(extension, "waiter")) ?? "");
  if (waiter === undefined) return "there is no such waiter.";
  const wanted = asObject(member(extension, "result"));
  const status = operations.get(waiter.operation);
  const target = operations.get(asString(member(wanted, "operation")) ?? "");
  if (wanted !== undefined && target === undefined) return "the operation that reads the result does not exist.";
  const input = readInput(status, member(extension, "input"));
  if (typeof input === "string") return input;
  const resultInput = readInput(target, member(wanted, "input"));
  if (typeof resultInput === "string") return resultInput;
  const stem = pascalCase(operation.name);
  return defined<Poller>({
    operation: operation.id,
    beginName: scope.claim(`begin${stem}`, "Work"),
    resumeName: scope.claim(`resume${stem}`, "Work"),
    waiter: waiter.name,
    input,
    result: target === undefined ? undefined : { operation: target.id, input: resultInput },
  });

  function readInput(of: Operation | undefined, sources: Json | undefined): readonly PollerInput[] | string {
    const found: PollerInput[] = [];
    for (const [name, source] of entries(sources)) {
      const wanted = of?.input.find((each) => each.name === name || each.wireName === name);
      if (wanted === undefined) return `"${of?.name}" takes no "${name}".`;
      const from = readSource(source);
      if (from === undefined) return `it does not say where the input "${name}" of "${of?.name}" lies.`;
      found.push({ name: wanted.name, from });
    }
    const missing = of?.input.find(({ name, required }) => required && found.every((each) => each.name !== name));
    return missing === undefined ? found : `it gives "${of?.name}" no "${missing.name}".`;
  }

  function readSource(source: Json): PollerSource | undefined {
    const object = asObject(source);
    const [header, template] = [asString(member(object, "header")), asString(member(object, "template"))];
    if (header !== undefined) {
      const before = template?.slice(0, template.indexOf("{value}"));
      return defined<PollerSource & { kind: "header" }>({ kind: "header", header, before });
    }
    const name = asString(member(object, "input"));
    if (name !== undefined) {
      const known = operation.input.find((each) => each.name === name || each.wireName === name);
      return known === undefined ? undefined : { kind: "input", name: known.name };
    }
    const pointer = asString(source);
    const found = pointer === undefined ? undefined : wayInto(schemas, operation.output.type, pointer);
    return found === undefined || found.mayBeMissing ? undefined : { kind: "accepted", way: found.way };
  }
}
