import { StructureKind, type ExportDeclarationStructure } from "ts-morph";
import type { Api } from "../ir/types.js";
import { tokenLogins } from "./credentials.js";
import { identifier } from "./escape.js";
import type { ExtraModule } from "./extra-files.js";
import { TypeScriptFile } from "./files.js";
import { moduleOf } from "./operations.js";
import { pagedOperations } from "./paginators.js";
import { resourceModule } from "./resources.js";

/** `index.ts`: every public name, one by one. */
export function emitIndex(api: Api, runtime: string, extras: readonly ExtraModule[] = []): TypeScriptFile {
  const file = new TypeScriptFile("index");
  const operations = new Map<string, { values: string[]; types: string[] }>();
  const locate = moduleOf(api);
  for (const operation of api.operations) {
    const module = locate(operation);
    const names = operations.get(module) ?? { values: [], types: [] };
    names.values.push(operation.name);
    if (operation.inputName !== undefined) names.types.push(operation.inputName);
    operations.set(module, names);
  }
  const add = (from: string, values: readonly string[], types: readonly string[]): void => {
    if (values.length + types.length > 0)
      file.add(exportOf(from.startsWith("@") || from.startsWith("./") ? from : `./${from}.js`, values, types));
  };
  add("client", [`${api.className}Client`], []);
  add("api", [api.name, "createClient", api.logName, ...tokenLogins(api).map(({ constant }) => constant)], [`${api.className}Options`]); // prettier-ignore
  add("oauth", api.oauth.map(({ name }) => name), []); // prettier-ignore
  for (const [module, { values, types }] of operations) add(module, values, types);
  add(
    "paginators",
    pagedOperations(api).map(({ paginator }) => paginator.name),
    [],
  );
  addThings(api, add);
  add(
    "models",
    [],
    api.models.flatMap(({ name, inputName }) => (inputName === undefined ? [name] : [name, inputName])),
  );
  add(
    "enums",
    api.enums.map(({ name }) => name),
    [],
  );
  for (const { module, values, types: exported } of extras) add(module, values, exported);
  const further = furtherNames(api);
  add(runtime, [...errorNames, ...further.values], [...runtimeTypes, ...further.types]);
  return file;
}

/** Waiters, pollers, filters and resources. */
function addThings(api: Api, add: (from: string, values: readonly string[], types: readonly string[]) => void): void {
  add("waiters", api.waiters.map(({ name }) => name), []); // prettier-ignore
  add("pollers", api.pollers.flatMap(({ beginName, resumeName }) => [beginName, resumeName]), []); // prettier-ignore
  const orders = api.filters.flatMap(({ order }) => (order === undefined ? [] : [order.typeName]));
  add(
    "filters",
    api.filters.map(({ name }) => name),
    [...api.filters.flatMap(({ typeName, fieldsName }) => [typeName, fieldsName]), ...orders],
  );
  for (const resource of api.resources) {
    const { className, identityName } = resource;
    add(resourceModule(resource), [className], identityName === undefined ? [] : [identityName]);
  }
}

/** What callers of any client need from the runtime, so that one import is enough. */
const errorNames = ["ApiError", "isApiError", "ConnectionError", "TimeoutError"];
const runtimeTypes = ["Client", "RequestOptions"];

/** What callers of this client need besides, for what it has. */
function furtherNames(api: Api): { readonly values: readonly string[]; readonly types: readonly string[] } {
  const waits = api.waiters.length > 0;
  const hasThings = api.resources.length > 0;
  const mayBeStale = api.resources.some(({ staleCodes }) => staleCodes.length > 0);
  return {
    values: [
      ...(waits ? ["WaiterError", "isWaiterError", "progressPrinter"] : []),
      ...(hasThings ? ["NotLoadedError", "isNotLoadedError"] : []),
      ...(mayBeStale ? ["StaleError", "isStaleError"] : []),
    ],
    types: [
      ...(pagedOperations(api).length > 0 ? ["Paginator"] : []),
      ...(waits ? ["WaitOptions"] : []),
      ...(api.pollers.length > 0 ? ["Poller"] : []),
    ],
  };
}

function exportOf(from: string, values: readonly string[], types: readonly string[]): ExportDeclarationStructure {
  const isTypeOnly = values.length === 0;
  return {
    kind: StructureKind.ExportDeclaration,
    moduleSpecifier: from,
    isTypeOnly,
    namedExports: [
      ...values.map((name) => ({ name: identifier(name).text })),
      ...types.map((name) => ({ name: identifier(name).text, isTypeOnly: !isTypeOnly })),
    ],
  };
}
