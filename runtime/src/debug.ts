import type { Transport } from "./transport.js";
import type { ServiceDefinition } from "./types.js";

/** Where a log goes and what it shows. */
export interface DebugOptions {
  /** Takes a line without its end. Default: `console.error`. */
  readonly write?: ((line: string) => void) | undefined;
  /** Whether bodies of requests are shown, as far as they are JSON or forms. Default: false. */
  readonly bodies?: boolean | undefined;
  /** The transport that is logged. Default: the platform's `fetch`. */
  readonly transport?: Transport | undefined;
}

/** Signs of a secret, for what no description speaks of, such as headers of the caller. */
const usual = /auth|cookie|token|secret|password|passwd|passphrase|api-?key|signature|credential|private/i;

/**
 * A transport that logs every attempt and its reply: `createClient({ token, transport: debugLog(linode) })`.
 *
 * Values of headers, paths, query parameters and body fields are hidden when the description marks them as sensitive, when a
 * sign-in puts them there, or when their name looks like that of a secret.
 */
export function debugLog(service: ServiceDefinition, options: DebugOptions = {}): Transport {
  const { write = (line: string) => console.error(line), bodies = false, transport = fetch } = options;
  const marked = new Set([
    ...(service.sensitive ?? []).map((name) => name.toLowerCase()),
    ...Object.values(service.credentials).flatMap(({ secrets = [] }) => secrets.map((name) => name.toLowerCase())),
  ]);
  const isSecret = (name: string): boolean => usual.test(name) || marked.has(name.toLowerCase());
  const shown = (name: string, value: unknown): unknown => (isSecret(name) ? "[hidden]" : value);
  const showUrl = (text: string): string => {
    const url = new URL(text);
    const query: string[] = [];
    url.searchParams.forEach((value, name) => query.push(`${name}=${String(shown(name, value))}`));
    return (
      url.origin + hidePaths(service.secretPaths ?? [], url.pathname) + (query.length > 0 ? `?${query.join("&")}` : "")
    );
  };
  const showBody = (body: unknown, type = ""): string => {
    if (!bodies || typeof body !== "string") return "";
    if (/json/.test(type)) return ` ${JSON.stringify(JSON.parse(body), (name, value: unknown) => shown(name, value))}`;
    return /urlencoded/.test(type) ? ` ${showUrl(`http://x/?${body}`).slice("http://x/?".length)}` : "";
  };
  let count = 0;
  return async (url, request) => {
    const number = ++count;
    const { method, headers, body } = request;
    const lines = Object.entries(headers).map(([name, value]) => `\n  ${name}: ${String(shown(name, value))}`);
    write(
      `${service.name} #${number} ${method} ${showUrl(url)}${showBody(body, headers["content-type"])}${lines.join("")}`,
    );
    const begun = performance.now();
    const took = (): string => `${Math.round(performance.now() - begun)} ms`;
    try {
      const reply = await transport(url, request);
      const received: string[] = [];
      reply.headers.forEach((value, name) => received.push(`\n  ${name}: ${String(shown(name, value))}`));
      write(`${service.name} #${number} ${reply.status} after ${took()}${received.join("")}`);
      return reply;
    } catch (error) {
      write(`${service.name} #${number} no reply after ${took()}`);
      throw error;
    }
  };
}

/** A path without what the first template that it ends like calls a secret. */
function hidePaths(templates: readonly string[], path: string): string {
  const segments = path.split("/");
  for (const template of templates) {
    const wanted = template.split("/").slice(1);
    const from = segments.length - wanted.length;
    const isLike = wanted.every((part, index) => part.includes("{") || part === segments[from + index]);
    if (from > 0 && isLike)
      return segments.map((segment, at) => (wanted[at - from]?.includes("{*}") ? "[hidden]" : segment)).join("/");
  }
  return path;
}
