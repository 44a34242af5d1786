import type { ReplyHeaders } from "./transport.js";

/** Every error that a client raises by itself. An abort is the exception: it surfaces as the caller's own reason. */
export class SdkError extends Error {
  override readonly name: string = "SdkError";
  /** What the attempts before this one failed with; undefined when there was one attempt only. */
  declare earlier?: AggregateError;

  /** The same in every copy of this package, for the guards. */
  get family(): "clientwright" {
    return "clientwright";
  }
}

/** The options of a client do not fit together, or a credential is missing. Nothing was sent. */
export class ConfigurationError extends SdkError {
  override readonly name = "ConfigurationError";
}

/** The input of a call cannot be sent as it is; the message names the place and the cure. Nothing was sent. */
export class InputError extends SdkError {
  override readonly name = "InputError";
}

/** A request could not be signed, or the sign-in itself failed. */
export class SigningError extends SdkError {
  override readonly name = "SigningError";
}

/** The server could not be reached, or the connection broke. `cause` holds the error of the platform. */
export class ConnectionError extends SdkError {
  override readonly name = "ConnectionError";
  /** False when the request certainly never left this machine, so that sending it again is safe. */
  declare readonly sent: boolean;

  constructor(message: string, sent: boolean, options?: ErrorOptions) {
    super(message, options);
    this.sent = sent;
  }
}

/** No complete reply came in time. */
export class TimeoutError extends SdkError {
  override readonly name = "TimeoutError";
}

/** A reply is not in the form that the operation promises, or is larger than the client takes. */
export class DecodeError extends SdkError {
  override readonly name = "DecodeError";
}

/** A list became longer or shorter while it was read page by page. Read it again from the start. */
export class ListChangedError extends SdkError {
  override readonly name = "ListChangedError";
}

/** Waiting ended without success: the thing failed, or the longest wait is over. */
export class WaiterError<T = unknown> extends SdkError {
  override readonly name = "WaiterError";
  /** Why the wait ended. */
  readonly reason: "failed" | "timeout";
  readonly #last: T | undefined;

  /** @param options its `cause` is the error that decided, where one did */
  constructor(message: string, reason: "failed" | "timeout", last: T | undefined, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
    this.#last = last;
  }

  /** The value seen last; undefined when none was. */
  get last(): T | undefined {
    return this.#last;
  }
}

/** An attribute of a resource was read before it was loaded. */
export class NotLoadedError extends SdkError {
  override readonly name = "NotLoadedError";
}

/** One complaint of the server, as the error body words it. */
export interface Problem {
  /** What is wrong, in words. */
  readonly message: string;
  /** The input field that is meant. */
  readonly field?: string | undefined;
  /** The server's own word for the kind of problem. */
  readonly code?: string | undefined;
}

/** What is known of a refused call. */
export type ApiErrorDetails = Omit<ApiError, keyof SdkError | "retryAfterMs">;

/** The server answered with an error status. There is one subclass for each status that programs tell apart. */
export class ApiError extends SdkError {
  override readonly name: string = "ApiError";
  /** Name of the operation, for example `getProfile`. */
  declare readonly operation: string;
  /** The HTTP method, in capitals. */
  declare readonly method: string;
  /** Where the request went, without query. */
  declare readonly url: string;
  /** The HTTP status. */
  declare readonly status: number;
  /** The server's name for the request, to quote to its support. */
  declare readonly requestId: string | undefined;
  /** What the server complains about; empty when the body does not say. */
  declare readonly problems: readonly Problem[];
  /** The headers of the reply. */
  declare readonly headers: ReplyHeaders;
  /** Parsed when it is JSON, else text. */
  declare readonly body: unknown;

  constructor({ headers, body, ...details }: ApiErrorDetails) {
    const said = details.problems.map(({ field, message }) => (field ? `${field}: ` : "") + message).join("; ");
    const id = details.requestId;
    super(`${details.operation}: ${details.status} ${said}${id ? ` (request ${id})` : ""}`.trim());
    Object.assign(this, details);
    // Not enumerable, so that printing an error does not print what a body or a header may hold.
    Object.defineProperties(this, { headers: { value: headers }, body: { value: body } });
  }

  /** How long the server asks to wait (`Retry-After`), in milliseconds; undefined when it does not say. */
  get retryAfterMs(): number | undefined {
    return retryAfterMs(this.headers);
  }
}

/** What a server asks for by `Retry-After`, in milliseconds; undefined when it does not say. */
export const retryAfterMs = (headers: ReplyHeaders): number | undefined => {
  const value = headers.get("retry-after") ?? "";
  // A date is one by the server's clock, which this machine's need not agree with.
  const now = Date.parse(headers.get("date") ?? "") || Date.now();
  const seconds = Number(value || NaN);
  const ms = isNaN(seconds) ? Date.parse(value) - now : seconds * 1000;
  return isNaN(ms) ? undefined : Math.max(0, ms);
};

/** 400: the server does not understand the request. */
export class BadRequestError extends ApiError {
  override readonly name = "BadRequestError";
}

/** 401: the credentials are missing, wrong or expired. */
export class UnauthorizedError extends ApiError {
  override readonly name = "UnauthorizedError";
}

/** 403: the credentials do not allow this. */
export class ForbiddenError extends ApiError {
  override readonly name = "ForbiddenError";
}

/** 404: there is no such thing, or it is not visible to these credentials. */
export class NotFoundError extends ApiError {
  override readonly name = "NotFoundError";
}

/** 409: the request does not fit the present state. */
export class ConflictError extends ApiError {
  override readonly name = "ConflictError";
}

/** 422: the input is well formed but not valid. */
export class UnprocessableError extends ApiError {
  override readonly name = "UnprocessableError";
}

/** 429: too many requests. */
export class RateLimitError extends ApiError {
  override readonly name = "RateLimitError";
}

/** 5xx: the server failed. */
export class ServerError extends ApiError {
  override readonly name = "ServerError";
}

/** The errors with a class of their own, by status. */
export const byStatus: Readonly<Record<number, typeof ApiError>> = {
  400: BadRequestError,
  401: UnauthorizedError,
  403: ForbiddenError,
  404: NotFoundError,
  409: ConflictError,
  422: UnprocessableError,
  429: RateLimitError,
};
