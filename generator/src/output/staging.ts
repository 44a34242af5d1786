import { accessSync, constants, existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { rollBackUnfinished } from "./commit.js";
import type { PlannedFile } from "./plan.js";

/** Staging folders of this process that are in use. */
const active = new Set<string>();
let counter = 0;

/**
 * Makes an empty staging folder on the file system of the output folder: beside it, or inside it where beside is
 * another file system (a mounted folder) or may not be written.
 */
export function openStaging(folder: string): string {
  mkdirSync(dirname(folder), { recursive: true });
  const home = stagingHomes(folder).find((candidate) => fits(candidate, folder)) ?? folder;
  const staging = join(home, `${prefix(folder)}${process.pid}-${++counter}`);
  mkdirSync(staging);
  active.add(staging);
  return staging;
}

export function closeStaging(staging: string): void {
  active.delete(staging);
  try {
    rmSync(staging, { recursive: true, force: true });
  } catch {
    // It is no longer needed, and the next run tries again.
  }
}

/** Lets go of a staging folder without removing it, because it holds the only copy of something. */
export function abandonStaging(staging: string): void {
  active.delete(staging);
}

/** Writes every new text into the staging folder. Stops with the signal's reason when it is aborted. */
export async function fillStaging(staging: string, files: readonly PlannedFile[], signal?: AbortSignal): Promise<void> {
  const folders = new Set<string>();
  for (const { path, change, text } of files) {
    if ((change !== "added" && change !== "changed") || text === undefined) continue;
    signal?.throwIfAborted();
    const target = join(staging, "new", path);
    if (!folders.has(dirname(target))) await mkdir(dirname(target), { recursive: true });
    folders.add(dirname(target));
    await writeFile(target, text, { encoding: "utf8", flag: "wx" });
  }
  signal?.throwIfAborted();
}

/**
 * Removes the staging folders that killed runs left behind. One that was killed while it was moving files into place
 * has its moves undone first.
 */
export function clearLeftovers(folder: string): void {
  for (const home of stagingHomes(folder)) {
    if (!existsSync(home) || !statSync(home).isDirectory()) continue;
    for (const name of readdirSync(home)) {
      const staging = join(home, name);
      const owner = ownerOf(name, folder);
      if (owner === undefined || active.has(staging) || (owner !== process.pid && isAlive(owner))) continue;
      rollBackUnfinished(folder, staging);
      rmSync(staging, { recursive: true, force: true });
    }
  }
}

function stagingHomes(folder: string): readonly string[] {
  return [dirname(folder), folder];
}

function prefix(folder: string): string {
  return `.clientwright-${basename(folder)}-`;
}

function ownerOf(name: string, folder: string): number | undefined {
  if (!name.startsWith(prefix(folder))) return undefined;
  const match = /^(\d+)-\d+$/.exec(name.slice(prefix(folder).length));
  return match === null ? undefined : Number(match[1]);
}

function fits(home: string, folder: string): boolean {
  try {
    accessSync(home, constants.W_OK);
  } catch {
    return false;
  }
  return home === folder || !existsSync(folder) || statSync(home).dev === statSync(folder).dev;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Someone else's process answers EPERM.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
