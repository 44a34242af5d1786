/** Words that cannot be the name of a function or a variable. */
const reserved: ReadonlySet<string> = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends " +
    "false finally for function if implements import in instanceof interface let new null package private protected " +
    "public return static super switch this throw true try typeof undefined var void while with yield"
  ).split(" "),
);

/** Types that every TypeScript file sees; a model of that name would hide them. */
const globalTypes: ReadonlySet<string> = new Set(
  (
    "Array ArrayBuffer BigInt Blob Boolean Buffer Capitalize Date Document Element Error Event Exclude Extract File " +
    "FormData Function Headers Infinity Iterator JSON Map Math NaN Node NonNullable Number Object Omit Parameters " +
    "Partial Pick Promise Proxy Readonly ReadonlyArray Record Reflect RegExp Request Required Response ReturnType Set " +
    "String Symbol URL Uint8Array Uncapitalize WeakMap WeakSet"
  ).split(" "),
);

/** The verbs with which names of operations begin. */
export const verbs: ReadonlySet<string> = new Set(
  (
    "abort accept activate add allocate allow answer apply approve archive assign attach authenticate authorize backup " +
    "ban begin boot cancel change check clear clone close commit complete compute configure confirm connect convert copy count " +
    "create deactivate decline decrypt delete deny deploy deregister describe destroy detach disable disconnect dismiss " +
    "download drain drop duplicate edit eject enable encrypt end enroll ensure estimate evaluate exchange execute expand expire " +
    "export extend fail fetch filter finalize find finish force format generate get give grant have import increase initialize " +
    "insert install invite invoke issue join kill launch leave link list lock login logout make mark merge migrate modify " +
    "monitor mount move mutate notify open order patch pause peek ping poll post power preview promote provision publish pull purge " +
    "push put query queue read reboot rebuild receive record recover redeem refresh register reject release reload remove " +
    "rename renew reopen repair replace replicate report request rescale rescue reserve reset resend resize resolve restart " +
    "restore resume retrieve retry return revert revoke roll rotate run save scale schedule search select send set share " +
    "show shutdown sign simulate snapshot split start stop store stream submit subscribe suspend switch sync tag terminate " +
    "test toggle track transfer trigger unarchive unassign unban undelete undo unlink unlock unpublish unregister unset " +
    "unsubscribe untag update upgrade upload use validate verify view wait watch withdraw write"
  ).split(" "),
);

/** What is wrong with a name, and the name it should rather be (if one can be made). */
export interface NameFault {
  readonly message: string;
  readonly better?: string;
}

/** Judges the name of an operation: lowerCamelCase, acronyms as words, no reserved word. */
export function operationNameFault(name: string): NameFault | undefined {
  if (!/^[a-z][A-Za-z0-9]*$/.test(name))
    return { message: "is not written in lowerCamelCase", ...made(camelCase(name)) };
  if (hasAcronym(name)) return { message: "has an acronym in capitals", ...made(camelCase(name)) };
  if (reserved.has(name)) return { message: "is a reserved word of TypeScript" };
  return undefined;
}

/** Judges the name of a schema: PascalCase, acronyms as words, no global type. */
export function schemaNameFault(name: string): NameFault | undefined {
  if (!/^[A-Z][A-Za-z0-9]*$/.test(name)) return { message: "is not written in PascalCase", ...made(pascalCase(name)) };
  if (hasAcronym(name)) return { message: "has an acronym in capitals", ...made(pascalCase(name)) };
  if (globalTypes.has(name)) return { message: "is the name of a type that TypeScript already has" };
  return undefined;
}

/** The first word of a lowerCamelCase name. */
export function firstWord(name: string): string {
  return /^[a-z0-9]+/.exec(name)?.[0] ?? "";
}

/** Three capitals in a row, or two at the end: `SSHKey`, `linodeID`. `OAuth` and `IPv6` pass. */
function hasAcronym(name: string): boolean {
  return /[A-Z]{3}|[A-Z]{2}(?:\d|$)/.test(name);
}

function words(name: string): readonly string[] {
  return name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [];
}

function pascalCase(name: string): string {
  return words(name)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase())
    .join("");
}

function camelCase(name: string): string {
  const pascal = pascalCase(name);
  return pascal.slice(0, 1).toLowerCase() + pascal.slice(1);
}

function made(better: string): { better?: string } {
  return /^[A-Za-z]/.test(better) ? { better } : {};
}
