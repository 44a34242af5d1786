import type { Given, GivenValue, Operation } from "../ir/types.js";
import { code, type Code, join } from "./code.js";
import { access, memberName, quoted } from "./escape.js";
import { reach } from "./ways.js";

/** A value that a resource fills in. `isAsync` says whether what is not known yet may be loaded first. */
export function givenValue(value: GivenValue, isAsync: boolean): Code {
  switch (value.kind) {
    case "identity":
      return access(code`this.identity`, value.name);
    case "answer":
      return reach(code`known`, value.way);
    case "members":
      return code`{ ${givenMembers(value.members, isAsync)} }`;
    case "known": {
      const [first, ...rest] = value.way;
      if (first === undefined) return code`undefined`;
      const start = isAsync
        ? code`(await this.get(${quoted(first.name)}, options))`
        : code`this.attribute(${quoted(first.name)})`;
      return rest.length === 0 && isAsync
        ? code`await this.get(${quoted(first.name)}, options)`
        : reach(start, rest, first.mayBeMissing);
    }
  }
}

/** Members of an input. */
export function givenMembers(given: readonly Given[], isAsync: boolean): Code {
  return join(
    given.map(({ name, value }) => code`${memberName(name)}: ${givenValue(value, isAsync)}`),
    code`, `,
  );
}

/** Whether filling in needs something that may have to be loaded. */
export function needsLoading(given: readonly Given[]): boolean {
  return given.some(({ value }) => value.kind === "known" || (value.kind === "members" && needsLoading(value.members)));
}

/** The type of what is left to give, or nothing when all is given. */
export function restType(operation: Operation, given: readonly Given[], input: Code): Code | undefined {
  const names = new Set(given.map(({ name }) => name));
  if (operation.inputName === undefined || operation.input.every(({ name }) => names.has(name))) return undefined;
  const taken = operation.input.filter(({ name }) => names.has(name)).map(({ name }) => quoted(name));
  return taken.length === 0 ? input : code`Omit<${input}, ${join(taken, code` | `)}>`;
}

/** Whether what is left to give may be left out altogether. */
export function isRestOptional(operation: Operation, given: readonly Given[]): boolean {
  const names = new Set(given.map(({ name }) => name));
  return operation.input.every(({ required, name }) => !required || names.has(name));
}

/** `{ ...input, linodeId: this.identity.linodeId }`, or nothing when the operation takes no input. */
export function callInput(operation: Operation, given: readonly Given[], hasRest: boolean, isAsync: boolean): Code {
  if (operation.inputName === undefined) return code``;
  const members = [...(hasRest ? [code`...input`] : []), ...(given.length === 0 ? [] : [givenMembers(given, isAsync)])];
  return code`{ ${join(members, code`, `)} }, `;
}
