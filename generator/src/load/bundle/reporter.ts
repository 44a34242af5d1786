import type { Place } from "../document.js";
import type { Complaint, Finding } from "../finding.js";
import type { SourceFailure } from "../sources.js";

/** Collects findings, each place once: a part that is copied to two places is still written in one. */
export class Reporter {
  readonly findings: Finding[] = [];
  readonly #seen = new Set<string>();

  /** Notes a complaint about a place. */
  report(complaint: Complaint, place: Place): void {
    this.add({ ...complaint, place });
  }

  /** Notes a finding. */
  add(finding: Finding): void {
    const key = `${finding.code} ${finding.place.file}#${finding.place.pointer}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.findings.push(finding);
  }

  /** Notes why a reference cannot be followed: where it stands, or in the file that it leads to. */
  failure(failure: SourceFailure, place: Place): void {
    if ("complaint" in failure) {
      this.report(failure.complaint, place);
      return;
    }
    const { fault, path } = failure;
    this.add({
      ...fault,
      place: { file: path, pointer: fault.pointer ?? "" },
      ...(fault.position === undefined ? {} : { position: fault.position }),
    });
  }
}
