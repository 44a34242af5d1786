import { isSdkError } from "./guards.js";
import { SdkError } from "./errors.js";

/** Somebody else has changed the object since it was read; `cause` is what the service answered. */
export class StaleError extends SdkError {
  override readonly name = "StaleError";
}

/** Whether an object could not be saved because somebody else has changed it. */
export const isStaleError = (error: unknown): error is StaleError => isSdkError(error) && error.name === "StaleError";
