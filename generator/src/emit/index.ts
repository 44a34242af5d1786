import type { Api } from "../ir/types.js";
import type { OutputFile } from "../output/output-file.js";
import { emitApi } from "./api-file.js";
import { emitBigInts } from "./big-ints.js";
import { emitClient } from "./client-file.js";
import { emitEnums } from "./enums.js";
import { quoted } from "./escape.js";
import { emitExtra, type ExtraModule } from "./extra-files.js";
import { newProject } from "./files.js";
import { emitFilters } from "./filters.js";
import { emitIndex } from "./index-file.js";
import { emitManifest } from "./manifest.js";
import { emitModels } from "./models.js";
import { emitOAuth } from "./oauth.js";
import { emitOperations } from "./operations.js";
import { emitPackageFiles } from "./package-files.js";
import { emitPaginators } from "./paginators.js";
import { emitPollers } from "./pollers.js";
import { emitReadme } from "./readme.js";
import { emitResources } from "./resources.js";
import { emitRuntime } from "./runtime-files.js";
import { Types } from "./types.js";
import { emitWaiters } from "./waiters.js";

/** What is made of an API: an npm package that uses the runtime's, or a folder of TypeScript that needs nothing. */
export type EmitTarget = { readonly kind: "package" } | { readonly kind: "standalone" };

/** Prints an API as files, not yet formatted. It sees the intermediate representation and nothing else. */
export function emit(
  api: Api,
  target: EmitTarget,
  extras: readonly ExtraModule[] = [],
  guide?: string,
): readonly OutputFile[] {
  const isPackage = target.kind === "package";
  const folder = sourceFolder(target);
  const runtime = isPackage ? "@clientwright/runtime" : "/runtime/index.js";
  const types = new Types(api);
  const project = newProject();
  const modules = [
    emitIndex(api, isPackage ? runtime : "./runtime/index.js", extras),
    emitApi(api, types),
    emitOAuth(api, types),
    emitClient(api, types),
    emitModels(api, types),
    emitEnums(api),
    emitBigInts(api, types),
    ...emitOperations(api, types),
    emitPaginators(api, types),
    emitFilters(api, types),
    emitWaiters(api, types),
    emitPollers(api, types),
    ...emitResources(api, types),
  ];
  const readme = isPackage
    ? { specifier: quoted(api.packageName), packageName: api.packageName, ...(guide === undefined ? {} : { guide }) }
    : { specifier: quoted("./index.js") };
  return [
    ...(isPackage ? emitPackageFiles(api) : []),
    emitReadme(api, types, readme),
    emitManifest(api, folder),
    ...modules.filter((module) => !module.isEmpty).map((module) => module.print(project, folder, runtime)),
    ...extras.map((extra) => emitExtra(extra, folder, isPackage)),
    ...(isPackage ? [] : emitRuntime()),
  ];
}

/** Where a target's modules are, seen from its folder. */
export function sourceFolder(target: EmitTarget): string {
  return target.kind === "package" ? "src/" : "";
}
