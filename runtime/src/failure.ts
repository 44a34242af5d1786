import { ApiError, byStatus, ServerError } from "./errors.js";
import { parseJson } from "./json.js";
import { atPointer } from "./pointer.js";
import { readText, type UnreadReply } from "./reply.js";
import type { ErrorShape } from "./types.js";

/** Makes an error from a reply. */
export const readFailure = async (
  method: string,
  reply: UnreadReply,
  { list = "", message, field, code, requestId }: ErrorShape = {},
): Promise<ApiError> => {
  const { limit: _limit, signal: _signal, ...details } = reply;
  // A body that breaks off, or is not JSON, must not hide the status.
  const received = await readText(reply).catch(() => "");
  const parsed = parseJson(received);
  const body = parsed === undefined ? received : parsed;
  const text = (value: unknown): string | undefined => (/string|number/.test(typeof value) ? `${value}` : undefined);
  const Kind = byStatus[reply.status] ?? (reply.status < 500 ? ApiError : ServerError);
  return new Kind({
    ...details,
    method,
    url: reply.url.replace(/\?.*/, ""),
    requestId:
      requestId && text("header" in requestId ? reply.headers.get(requestId.header) : atPointer(body, requestId.body)),
    body,
    problems: [atPointer(body, list)].flat().flatMap((item) => {
      const coded = text(atPointer(item, code));
      const said = text(atPointer(item, message)) ?? coded;
      return said === undefined ? [] : { message: said, field: text(atPointer(item, field)), code: coded };
    }),
  });
};
