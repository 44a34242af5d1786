import type { Change, WriteReport } from "../output/index.js";
import type { RunRequest } from "../run.js";
import { Interruption } from "./interruption.js";
import type { Io } from "./io.js";
import { shownPath } from "../shown-path.js";
import { lastRun, rememberRun } from "./last-run.js";
import { loadPipeline } from "./pipeline.js";
import { Progress } from "./progress.js";
import type { ClientResult, FileLists } from "./results.js";

export interface ClientRun {
  readonly result: ClientResult;
  /** Absolute path of every file that was read; empty when the document could not be loaded. */
  readonly inputs: readonly string[];
}

/** Generates one client, with progress shown to people, and sums up what became of it. */
export async function runClient(request: RunRequest, label: string, io: Io): Promise<ClientRun> {
  const begun = performance.now();
  const known = lastRun(request);
  if (known !== undefined) {
    return { ...known, result: { ...known.result, durationMs: Math.round(performance.now() - begun) } };
  }
  const run = await generateClient(request, label, io, begun);
  rememberRun(request, run);
  return run;
}

async function generateClient(request: RunRequest, label: string, io: Io, begun: number): Promise<ClientRun> {
  const { run } = await loadPipeline();
  const interruption = new Interruption(io);
  const progress = new Progress(io, label);
  try {
    const report = await run({
      ...request,
      signal: interruption.signal,
      onStage: async (stage) => {
        await progress.stage(stage);
        // Before this stage nothing is on disk, and the process may end at once.
        if (stage === "write") interruption.begin();
      },
    });
    const check = request.check === true;
    const fresh = report.output?.fresh === true;
    const result: ClientResult = {
      api: report.api?.name ?? label,
      spec: shownPath(io.cwd, request.spec),
      out: shownPath(io.cwd, request.out),
      ok: report.ok && (fresh || !check),
      fresh,
      files: fileLists(report.ok || check ? report.output : undefined),
      diagnostics: report.diagnostics,
      durationMs: Math.round(performance.now() - begun),
    };
    return { result, inputs: report.inputs };
  } finally {
    progress.done();
    interruption.end();
  }
}

function fileLists(report: WriteReport | undefined): FileLists {
  const of = (wanted: Change): readonly string[] =>
    report?.files.filter(({ change }) => change === wanted).map(({ path }) => path) ?? [];
  return { added: of("added"), changed: of("changed"), removed: of("removed"), unchanged: of("unchanged") };
}
