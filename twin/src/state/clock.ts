/** The twin's time. It runs at a speed of its own and can be turned on, but not back. */
export class Clock {
  #speed: number;
  /** Real time and the twin's time at the last turn. */
  #real: number;
  #own: number;

  constructor(speed: number = 1, start: number = Date.now()) {
    this.#speed = speed;
    this.#real = performance.now();
    this.#own = start;
  }

  now(): number {
    return this.#own + (performance.now() - this.#real) * this.#speed;
  }

  get speed(): number {
    return this.#speed;
  }

  set speed(speed: number) {
    if (!Number.isFinite(speed) || speed < 0)
      throw new RangeError("The speed of the twin's clock is a number from 0 on.");
    this.advance(0);
    this.#speed = speed;
  }

  advance(ms: number): void {
    if (!Number.isFinite(ms) || ms < 0)
      throw new RangeError("The twin's clock goes forward only, by a number of milliseconds.");
    this.#own = this.now() + ms;
    this.#real = performance.now();
  }
}
