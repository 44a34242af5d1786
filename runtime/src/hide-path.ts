import { isApiError } from "./guards.js";

/**
 * For `catch`: passes an error on, without the secret that was in its path.
 *
 * @throws whatever it is given; of an ApiError the `url` now ends in the template
 */
export function hidePath(template: string): (error: unknown) => never {
  return (error) => {
    if (isApiError(error)) Object.assign(error, { url: new URL(error.url).origin + template });
    throw error;
  };
}
