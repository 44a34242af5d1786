import type { Transport, TransportRequest } from "@clientwright/runtime";

/** A request as it would have gone out. */
export interface Sent {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: TransportRequest["headers"];
  /** JSON as its value, any other body as it is. */
  readonly body: unknown;
}

/** What comes back: a body, and whatever else matters. */
export interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A transport that keeps what it is given, and answers what a test says. Without an answer, with an empty 204. */
export function recorder(answer: (sent: Sent, count: number) => Answer | undefined = () => undefined): {
  readonly transport: Transport;
  readonly sent: Sent[];
} {
  const sent: Sent[] = [];
  const transport: Transport = async (url, { method, headers, body }) => {
    const { pathname, search } = new URL(url);
    const isJson = typeof body === "string" && headers["content-type"]?.includes("json") === true;
    const request: Sent = { method, target: pathname + search, headers, body: isJson ? JSON.parse(body) : body };
    sent.push(request);
    const { status, body: reply, headers: more } = answer(request, sent.length) ?? {};
    const text = reply === undefined ? null : JSON.stringify(reply);
    return new Response(text, { status: status ?? (text === null ? 204 : 200), headers: { ...more } });
  };
  return { transport, sent };
}
