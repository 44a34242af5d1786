import type { Problem } from "../load/document.js";
import type { ApiSettings } from "./index.js";

/** Reports that an extension is well-formed but does not fit the rest of the document. */
export type ReportUnfit = (problem: Pick<Problem, "message" | "help" | "pointer">) => void;

/**
 * Collects what does not fit. In a spec of one's own that is an error; in other documents, whose authors may mean
 * something else by the same word, the extension is left out with a warning.
 */
export function unfitReporter(problems: Problem[], names: ApiSettings["names"]): ReportUnfit {
  const seen = new Set<string>();
  return ({ message, help, pointer }) => {
    // What several operations share is read several times.
    const key = `${pointer} ${message}`;
    if (seen.has(key)) return;
    seen.add(key);
    problems.push({
      code: "unfit-extension",
      severity: names === "checked" ? "error" : "warning",
      message,
      help,
      pointer,
    });
  };
}
