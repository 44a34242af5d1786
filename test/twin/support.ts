import { afterEach } from "vitest";
import { startTwin, type Twin, type TwinOptions } from "../../twin/src/index.js";

const running: Twin[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((twin) => twin.close()));
});

/** Starts a twin that stops with the test. */
export async function start(spec: string | object, options: TwinOptions = {}): Promise<Twin> {
  const twin = await startTwin(typeof spec === "string" && /^\w+$/.test(spec) ? `specs/${spec}/openapi.yaml` : spec, {
    listen: false,
    ...options,
  });
  running.push(twin);
  return twin;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // Tests say themselves what they expect of it.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

/** Asks a twin, by default with its usual token. */
export async function ask(
  twin: Twin,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const reply = await twin.fetch(twin.url + path, {
    method,
    headers: {
      authorization: "Bearer twin-token",
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await reply.text();
  let value: unknown = text;
  try {
    value = text === "" ? undefined : JSON.parse(text);
  } catch {
    // It is no JSON; the test sees the text.
  }
  return { status: reply.status, headers: reply.headers, body: value };
}

/** Fails when the twin's own replies did not fit the document. */
export function wrongReplies(twin: Twin): readonly string[] {
  return twin.requests.flatMap(({ operation, method, target, replyProblems }) =>
    replyProblems.map((problem) => `${operation ?? ""} ${method} ${target}: ${problem}`),
  );
}
