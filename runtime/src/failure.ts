import { ApiError, byStatus, ServerError } from "./errors.js";
import { parseJson } from "./json.js";
import { readText, type UnreadReply } from "./reply.js";
import type { ErrorShape } from "./types.js";
import { atWay } from "./way.js";

/** Makes an error from a reply. */
export const readFailure = async (
  method: string,
  reply: UnreadReply,
  { list = [], message, field, code, requestId }: ErrorShape = {},
): Promise<ApiError> => {
  const { operation, status, headers, url } = reply;
  // A body that breaks off, or is not JSON, must not hide the status.
  const received = await readText(reply).catch(() => "");
  const parsed = parseJson(received);
  const body = parsed === undefined ? received : parsed;
  const text = (value: unknown): string | undefined => (/string|number/.test(typeof value) ? `${value}` : undefined);
  const Kind = byStatus[status] ?? (status < 500 ? ApiError : ServerError);
  return new Kind({
    operation,
    status,
    headers,
    method,
    url: url.replace(/\?.*/, ""),
    requestId: text(requestId?.(headers, body)),
    body,
    problems: [atWay(body, list)].flat().flatMap((item) => {
      const coded = text(atWay(item, code));
      const said = text(atWay(item, message)) ?? coded;
      return said === undefined ? [] : { message: said, field: text(atWay(item, field)), code: coded };
    }),
  });
};
