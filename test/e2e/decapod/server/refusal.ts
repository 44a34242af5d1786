/** An answer that refuses a request, in the form of the real server: a number, a word for programs and one for people. */
export class Refusal extends Error {
  readonly code: number;
  readonly error: string;

  constructor(code: number, error: string, message: string = error) {
    super(message);
    this.code = code;
    this.error = error;
  }
}

export const notFound = (): Refusal => new Refusal(404, "NotFound", "There is no such thing");

export const badBody = (message: string): Refusal => new Refusal(400, "InvalidJSONError", message);
