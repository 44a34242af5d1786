import type * as errors from "./errors.js";

// These look at what an error says of itself and not at its class, so they also hold for errors from another copy of
// this package, where `instanceof` fails. The name alone would not do: the platform has a TimeoutError of its own.

const says = (error: unknown, name: string): boolean => isSdkError(error) && error.name === name;

/** Whether an error comes from a client of this kind. */
export const isSdkError = (error: unknown): error is errors.SdkError =>
  typeof error === "object" && error !== null && Reflect.get(error, "family") === "clientwright";
/** Whether the server answered with an error status. */
export const isApiError = (error: unknown): error is errors.ApiError => isSdkError(error) && "problems" in error;
/** Whether the server answered 400. */
export const isBadRequestError = (error: unknown): error is errors.BadRequestError => says(error, "BadRequestError");
/** Whether the server answered 401. */
export const isUnauthorizedError = (error: unknown): error is errors.UnauthorizedError =>
  says(error, "UnauthorizedError");
/** Whether the server answered 403. */
export const isForbiddenError = (error: unknown): error is errors.ForbiddenError => says(error, "ForbiddenError");
/** Whether the server answered 404. */
export const isNotFoundError = (error: unknown): error is errors.NotFoundError => says(error, "NotFoundError");
/** Whether the server answered 409. */
export const isConflictError = (error: unknown): error is errors.ConflictError => says(error, "ConflictError");
/** Whether the server answered 422. */
export const isUnprocessableError = (error: unknown): error is errors.UnprocessableError =>
  says(error, "UnprocessableError");
/** Whether the server answered 429. */
export const isRateLimitError = (error: unknown): error is errors.RateLimitError => says(error, "RateLimitError");
/** Whether the server answered 500 or above. */
export const isServerError = (error: unknown): error is errors.ServerError => says(error, "ServerError");
/** Whether the server could not be reached or the connection broke. */
export const isConnectionError = (error: unknown): error is errors.ConnectionError => says(error, "ConnectionError");
/** Whether no complete reply came in time. */
export const isTimeoutError = (error: unknown): error is errors.TimeoutError => says(error, "TimeoutError");
/** Whether a reply was not in the promised form. */
export const isDecodeError = (error: unknown): error is errors.DecodeError => says(error, "DecodeError");
/** Whether a request could not be signed, or the sign-in failed. */
export const isSigningError = (error: unknown): error is errors.SigningError => says(error, "SigningError");
/** Whether a wait ended without success. */
export const isWaiterError = (error: unknown): error is errors.WaiterError => says(error, "WaiterError");
/** Whether an attribute was read before it was loaded. */
export const isNotLoadedError = (error: unknown): error is errors.NotLoadedError => says(error, "NotLoadedError");
/** Whether the options of the client do not fit together. */
export const isConfigurationError = (error: unknown): error is errors.ConfigurationError =>
  says(error, "ConfigurationError");
/** Whether a list changed while it was read. */
export const isListChangedError = (error: unknown): error is errors.ListChangedError => says(error, "ListChangedError");
/** Whether the input of a call could not be sent as it is. */
export const isInputError = (error: unknown): error is errors.InputError => says(error, "InputError");
