import type { Colours } from "./colours.js";
import { count, countProblems, seconds } from "./print.js";
import type { ClientResult, FileLists } from "./results.js";

/** Files that are listed one by one; a first run of a large API writes hundreds. */
const mostListed = 60;

/** Says in lines what became of one client. */
export function describeClient(result: ClientResult, check: boolean, colours: Colours): string {
  const name = colours.bold(result.api);
  const { files, out } = result;
  const problems = countProblems(result.diagnostics);
  const beside = problems === "" ? "" : `, ${problems}`;
  if (result.fresh) return `${name}: nothing changed (${count(files.unchanged.length, "file")})${beside}\n`;
  const changes = listChanges(files, colours);
  if (changes.length === 0) return `${name}: ${colours.red("failed")}${beside}; ${out} was left as it was\n`;
  const head = check
    ? `${name}: ${out} is ${colours.red("stale")} (${count(changes.length, "file")})${beside}`
    : `${name}: wrote ${out} (${count(changes.length, "file")}, ${files.unchanged.length} unchanged)${beside}`;
  const shown = changes.slice(0, mostListed);
  const rest = changes.length - shown.length;
  return [head, ...shown, ...(rest > 0 ? [`  … and ${rest} more`] : [])].join("\n") + "\n";
}

function listChanges({ changed, added, removed }: FileLists, colours: Colours): readonly string[] {
  return [
    ...changed.map((path) => colours.yellow(`  ~ ${path}`)),
    ...added.map((path) => colours.green(`  + ${path}`)),
    ...removed.map((path) => colours.red(`  - ${path}`)),
  ];
}

/** Sums up a whole run in one line. */
export function describeTotals(results: readonly ClientResult[], check: boolean, durationMs: number): string {
  const lists = results.map(({ files }) => files);
  const touched = lists.reduce((sum, list) => sum + list.added.length + list.changed.length + list.removed.length, 0);
  const unchanged = lists.reduce((sum, list) => sum + list.unchanged.length, 0);
  const failed = results.filter(({ ok, fresh, files }) => !ok && !fresh && isEmpty(files)).length;
  const stale = results.filter(({ ok }) => !ok).length - failed;
  const verdicts = [
    count(results.length, "client"),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(stale > 0 ? [`${stale} stale: run "clientwright generate"`] : []),
    `${count(touched, "file")} ${check ? "out of date" : "written or removed"}, ${unchanged} unchanged`,
    seconds(durationMs),
  ];
  return verdicts.join("; ") + "\n";
}

function isEmpty({ added, changed, removed }: FileLists): boolean {
  return added.length + changed.length + removed.length === 0;
}
