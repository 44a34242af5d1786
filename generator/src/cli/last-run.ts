import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { RunRequest } from "../run.js";
import type { ClientRun } from "./client-run.js";

/*
 * What the last run saw, so that a run with nothing to do can say so without loading a compiler. It is kept beside the
 * installed packages, where caches live, and only spares work: without it, or with one that cannot be read, the client
 * is generated as ever. Nothing of a document is in it but what was reported.
 */

/** Size and time of the last change of a file, by its path. */
type Stamps = Readonly<Record<string, string>>;

interface LastRun {
  /** Of the request, and of the generator itself. */
  readonly fingerprint: string;
  readonly files: Stamps;
  readonly run: ClientRun;
}

/** What the last run with the same request came to, if nothing that it read or wrote has been touched since. */
export function lastRun(request: RunRequest): ClientRun | undefined {
  const file = request.check === true || request.force === true ? undefined : cacheFile(request);
  if (file === undefined || !existsSync(file)) return undefined;
  try {
    const { fingerprint, files, run } = JSON.parse(readFileSync(file, "utf8")) as LastRun;
    const isSame =
      fingerprint === fingerprintOf(request) && Object.entries(files).every(([path, stamp]) => stampOf(path) === stamp);
    return isSame ? run : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps what a run came to, if it went well and the folder is as it should be now. */
export function rememberRun(request: RunRequest, run: ClientRun): void {
  const file = request.check === true || !run.result.ok ? undefined : cacheFile(request);
  if (file === undefined) return;
  const { added, changed, unchanged } = run.result.files;
  const written = [...added, ...changed, ...unchanged].map((path) => resolve(request.cwd, request.out, path));
  const paths = [...run.inputs, ...(request.extras === undefined ? [] : [request.extras]), ...written];
  const files = Object.fromEntries(paths.map((path) => [path, stampOf(path)]));
  const fresh: ClientRun = {
    ...run,
    result: {
      ...run.result,
      fresh: true,
      files: { added: [], changed: [], removed: [], unchanged: [...added, ...changed, ...unchanged] },
    },
  };
  try {
    mkdirSync(dirname(file), { recursive: true });
    const text = JSON.stringify({ fingerprint: fingerprintOf(request), files, run: fresh } satisfies LastRun);
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
  } catch {
    // A folder that cannot be written to has no cache.
  }
}

/** Where the memory of a request is: beside the packages of the project, if it has any. */
function cacheFile({ cwd, out, spec }: RunRequest): string | undefined {
  const target = resolve(cwd, out);
  for (let folder = target; dirname(folder) !== folder; folder = dirname(folder)) {
    const packages = join(folder, "node_modules");
    if (existsSync(packages)) return join(packages, ".cache", "clientwright", `${hash(`${target}\0${spec}`)}.json`);
  }
  return undefined;
}

/** A folder's stamp is the list of its files. */
function stampOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return "";
  return stats.isDirectory() ? readdirSync(path).sort().join("\n") : `${stats.size} ${stats.mtimeMs}`;
}

function fingerprintOf({ onStage: _, signal: __, ...request }: RunRequest): string {
  return hash(JSON.stringify([process.version, ownStamp(), request]));
}

/** The generator itself: whoever works on it, or installs another version, gets another one. */
function ownStamp(): string {
  const root = fileURLToPath(new URL("../", import.meta.url));
  const names = readdirSync(root, { recursive: true }).map(String).sort();
  return hash(names.map((name) => `${name} ${stampOf(join(root, name))}`).join("\n"));
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
