import { apiError, type ApiError } from "./errors.js";
import { parseJson } from "./json.js";
import { atPointer } from "./pointer.js";
import { readText, type UnreadReply } from "./reply.js";
import type { ErrorShape } from "./types.js";

/** Makes an error from a reply. */
export async function readFailure(
  method: string,
  reply: UnreadReply,
  { list = "", message, field, code, requestId }: ErrorShape = {},
): Promise<ApiError> {
  const { operation, status, headers, url } = reply;
  // A body that breaks off, or is not JSON, must not hide the status.
  const text = await readText(reply).catch(() => "");
  const parsed = parseJson(text);
  const body = parsed === undefined ? text : parsed;
  const read = (from: unknown, pointer = "-"): string | undefined => {
    const value = atPointer(from, pointer);
    return /string|number/.test(typeof value) ? `${value}` : undefined;
  };
  return apiError({
    operation,
    method,
    url: url.split("?", 1).join(),
    status,
    headers,
    requestId:
      requestId && ("header" in requestId ? (headers.get(requestId.header) ?? undefined) : read(body, requestId.body)),
    body,
    problems: [atPointer(body, list)].flat().flatMap((item) => {
      const said = read(item, message);
      return said === undefined ? [] : { message: said, field: read(item, field), code: read(item, code) };
    }),
  });
}
