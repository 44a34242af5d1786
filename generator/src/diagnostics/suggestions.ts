import { nearest } from "./nearest.js";

/** Suggestions that one run makes. Nobody reads more, and looking for each takes time in the number of names. */
const most = 100;

/** Looks for what a wrong name might have been meant to be, a limited number of times. */
export class Suggestions {
  #left = most;

  /** The name among the candidates that is nearest to `name`, if one is near and the run has not made enough already. */
  find(name: string, candidates: () => Iterable<string>): string | undefined {
    if (this.#left === 0) return undefined;
    this.#left -= 1;
    return nearest(name, candidates());
  }
}
