import { StructureKind, type FunctionDeclarationStructure } from "ts-morph";
import type { Api, Field, Operation, PagePlace, PagePlan, TypeRef } from "../ir/types.js";
import { code, type Code, join, runtimeType } from "./code.js";
import { docsFor } from "./docs.js";
import { propertyName } from "./escape.js";
import type { TypeScriptFile } from "./files.js";
import { PageCode } from "./pages.js";
import type { Paged } from "./paginators.js";
import { render } from "./templates.js";
import type { Types } from "./types.js";

/** A function that goes through the pages of several lists, which look alike. */
export interface SharedPages {
  readonly name: Code;
  readonly declaration: FunctionDeclarationStructure;
  /** The ids of the operations that answer with such pages. */
  readonly operations: ReadonlySet<string>;
}

const names = { "page-number": code`pagesByNumber`, offset: code`pagesByOffset` };

/** The functions that are worth having: for each style of paging, one for the pages that most of its lists have. */
export function sharedPages(
  file: TypeScriptFile,
  types: Types,
  api: Api,
  all: readonly Paged[],
): readonly SharedPages[] {
  const alike = new Map<string, Alike>();
  for (const { operation, paginator } of all) {
    const members = membersOf(types, { operation, paginator });
    if (members === undefined) continue;
    const value = new PageCode(types, api, operation, paginator, code`list`).paginator();
    const group = alike.get(value.text) ?? { style: paginator.plan.style, value, members, operations: new Set() };
    group.operations.add(operation.id);
    alike.set(value.text, group);
  }
  return (["page-number", "offset"] as const).flatMap((style) => {
    const groups = [...alike.values()].filter((group) => group.style === style);
    const [most] = groups.sort((one, other) => other.operations.size - one.operations.size);
    if (most === undefined || most.operations.size < 2) return [];
    const name = names[style];
    return [{ name, operations: most.operations, declaration: functionFor(file, most, name) }];
  });
}

/** Lists that are gone through by the same code, but for the function that fetches a page. */
interface Alike {
  readonly style: PagePlan["style"];
  readonly value: Code;
  readonly members: Members;
  readonly operations: Set<string>;
}

function functionFor(file: TypeScriptFile, { value, members }: Alike, name: Code): FunctionDeclarationStructure {
  const { items, inputs, numbers } = members;
  const optional = inputs.map((input) => code`${propertyName(input)}?: number | undefined`);
  const page = [
    code`readonly ${propertyName(items)}: readonly Item[]`,
    ...numbers.map((number) => code`readonly ${propertyName(number)}: number`),
  ];
  const client = { name: "client", type: file.text(runtimeType("Client")) };
  const options = { name: "options", type: file.text(runtimeType("RequestOptions")), hasQuestionToken: true };
  return {
    kind: StructureKind.Function,
    name: name.text,
    docs: docsFor({ description: "Goes through a list page by page, as most lists here come." }),
    typeParameters: [
      { name: "Input", constraint: code`{ ${join(optional, code`; `)} }`.text },
      { name: "Item" },
      { name: "Page", constraint: code`{ ${join(page, code`; `)} }`.text },
    ],
    parameters: [
      { name: "list", type: "(client: Client, input: Input, options?: RequestOptions) => Promise<Page>" },
      client,
      { name: "input", type: "Input" },
      options,
    ],
    returnType: "Paginator<Item, Page>",
    statements: file.text(render("return.ts.hbs", { value })),
  };
}

interface Members {
  readonly items: string;
  /** Members of pages, each a number. */
  readonly numbers: readonly string[];
  /** Members of inputs, each a number. */
  readonly inputs: readonly string[];
}

/** What has to be there for the paging of a list; undefined when that is not simply members of its pages and inputs. */
function membersOf(types: Types, { operation, paginator }: Paged): Members | undefined {
  const { plan, total, hasReply, count } = paginator;
  if (hasReply || count !== undefined || operation.inputName === undefined) return undefined;
  if (plan.style !== "page-number" && plan.style !== "offset") return undefined;
  const places = [total, plan.usedPageSize, plan.style === "offset" ? undefined : plan.pages];
  const items = memberAt({ way: paginator.items });
  const numbers = places.flatMap((place) => (place === undefined ? [] : [memberAt(place) ?? ""]));
  const inputs = plan.style === "offset" ? [plan.offset, plan.pageSize?.input ?? plan.offset] : [plan.page];
  const told = numbersOf(fieldsOf(types, operation));
  const asked = numbersOf(operation.input);
  const isSimple = numbers.every((name) => told.has(name)) && inputs.every((name) => asked.has(name));
  return items === undefined || !isSimple ? undefined : { items, numbers: unique(numbers), inputs: unique(inputs) };
}

/** The only step of a way to a member that is always there. */
function memberAt(place: PagePlace): string | undefined {
  const [step, ...deeper] = "way" in place ? place.way : [];
  return step === undefined || step.mayBeMissing || deeper.length > 0 ? undefined : step.name;
}

/** The members of what an operation answers with. */
function fieldsOf(types: Types, { output }: Operation): readonly Field[] {
  return output.type?.kind === "model" ? types.allFields(output.type.model) : [];
}

function numbersOf(members: readonly { readonly name: string; readonly type: TypeRef }[]): ReadonlySet<string> {
  return new Set(members.filter(({ type }) => type.kind === "number").map(({ name }) => name));
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
