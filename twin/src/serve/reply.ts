/** A reply before it is sent. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
  /** What the weather does to it on its way. */
  readonly weather?: ReplyWeather;
}

export interface ReplyWeather {
  /** Waiting before anything is sent, in real milliseconds. */
  readonly delayMs?: number;
  /** The time that the body takes, piece by piece. */
  readonly slowBodyMs?: number;
  /** The connection is cut: before the reply, or in the middle of its body. */
  readonly cut?: "before" | "body";
}

export function jsonReply(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return {
    status,
    headers: { "content-type": "application/json", ...headers },
    bytes: Buffer.from(JSON.stringify(value)),
  };
}

export function htmlReply(status: number, html: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      // The pages need nothing from elsewhere and are in nobody's frame.
      "content-security-policy":
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; form-action *; frame-ancestors 'none'; base-uri 'none'",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cache-control": "no-store",
      ...headers,
    },
    bytes: Buffer.from(html),
  };
}

export function emptyReply(status: number, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers, bytes: new Uint8Array() };
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
