import { parseJson } from "./json.js";
import type { ReplyHeaders, Transport, TransportRequest } from "./transport.js";
import type { ServiceDefinition } from "./types.js";

/** A service, and what of it no log may show. */
export interface LoggedService {
  /** The service whose requests are logged; what its sign-ins put into them is hidden too. */
  readonly service: ServiceDefinition;
  /** Names of headers, query parameters and body fields. */
  readonly sensitive: readonly string[];
  /** Paths with something secret in them: `{*}` stands for that, `{}` for any other parameter. */
  readonly secretPaths: readonly string[];
}

/** Where a log goes and what it shows. */
export interface DebugOptions {
  /** Takes an entry without its end; what it throws is ignored. Default: `console.error`. */
  readonly write?: ((line: string) => void) | undefined;
  /** Whether bodies of requests are shown, as far as they are JSON or forms. Default: false. */
  readonly bodies?: boolean | undefined;
  /** The transport that is logged. Default: the platform's `fetch`. */
  readonly transport?: Transport | undefined;
}

/**
 * A transport that logs every attempt and its reply. Generated packages make it with what their description marks as
 * sensitive: `createClient({ token, transport: linodeLog() })`.
 *
 * Values of headers, paths, query parameters and body fields are hidden when the description marks them as sensitive, when a
 * sign-in puts them there, or when their name looks like that of a secret; within JSON and addresses too. JSON is written
 * anew, the rest shown as it is sent, but for characters that would end a line.
 */
export function debugLog(logged: LoggedService, options: DebugOptions = {}): Transport {
  const { write = (line: string) => console.error(line), bodies = false, transport = fetch } = options;
  const { showHeader, showUrl, showBody } = hider(logged);
  const log = async (text: () => string, headers?: ReplyHeaders): Promise<void> => {
    try {
      const lines = [text()];
      headers?.forEach((value, name) => lines.push(`  ${name}: ${showHeader(name, value)}`));
      await write(lines.map(onOneLine).join("\n"));
    } catch {
      // A log that fails must not fail the call.
    }
  };
  let count = 0;
  return async (url, request) => {
    const id = `${logged.service.name} #${++count}`;
    const first = (): string => `${id} ${request.method} ${showUrl(url)} ${bodies ? showBody(request) : ""}`.trim();
    void log(first, new Headers(request.headers));
    const begun = performance.now();
    const logEnd = (how: string | number, headers?: ReplyHeaders): void =>
      void log(() => `${id} ${how} after ${Math.round(performance.now() - begun)} ms`, headers);
    try {
      const reply = await transport(url, request);
      logEnd(reply.status, reply.headers);
      return reply;
    } catch (error) {
      logEnd("no reply");
      throw error;
    }
  };
}

/** Signs of a secret, for what no description speaks of, such as headers of the caller. */
const usual =
  /auth|cookie|token|secret|password|passwd|pass_?phrase|(api|access)[-_]?key|signature|credential|private|assertion|code_?verifier|^code$/i;

const hidden = "[hidden]";

/** Shows texts without what is secret in them. None of it throws, whatever the text. */
function hider({ service, sensitive, secretPaths }: LoggedService) {
  const ofSignIns = Object.values(service.credentials).flatMap(({ secrets = [] }) => secrets);
  const marked = new Set([...sensitive, ...ofSignIns].map((name) => name.toLowerCase()));
  /** Styles put the names of members into that of the whole: `filter[pin]`, `filter.pin`. */
  const isSecret = (name: string): boolean =>
    [name, ...name.split(/[[\].]+/)].some((part) => usual.test(part) || marked.has(part.toLowerCase()));

  const show = (name: string, value: unknown): unknown => {
    if (isSecret(name)) return hidden;
    if (typeof value !== "string") return value;
    return /^\s*[{[]/.test(value) ? showJson(value, value) : /^https?:/i.test(value) ? showUrl(value) : value;
  };
  const showJson = (text: string, otherwise: string): string => JSON.stringify(parseJson(text), show) ?? otherwise;
  /** Of a query or form. What is not hidden stays encoded. */
  const showPairs = (text: string): string =>
    text.replace(/[^&]+/g, (pair) => {
      let text = pair;
      new URLSearchParams(pair).forEach((value, name) => {
        const shown = String(show(name, value));
        const rest = shown === hidden ? hidden : encodeURIComponent(shown);
        if (shown !== value) text = pair.slice(0, pair.indexOf("=") + 1) + rest;
      });
      return text;
    });
  /** A path without what the first template that it ends like calls a secret. */
  const showPath = (path: string): string => {
    const segments = path.split("/");
    const isLike = (wanted: readonly string[]): boolean =>
      wanted.length <= segments.length &&
      wanted.every((part, at) => at === 0 || part.includes("{") || part === segments.at(at - wanted.length));
    const found = secretPaths.map((template) => template.split("/")).find(isLike) ?? [];
    const isHidden = (at: number): boolean | undefined => found.at(at - segments.length)?.includes("{*}");
    return segments.map((segment, at) => (isHidden(at) ? hidden : segment)).join("/");
  };
  /** Also of one that has no origin. */
  const showUrl = (url: string): string =>
    url
      .replace(/^(\w+:\/\/)[^/?#]*@/, `$1${hidden}@`)
      .replace(/^(\w+:\/\/)?([^?#]*)/, (_, scheme = "", path: string) => scheme + showPath(path))
      .replace(/(?<=[?#])[^#]+/g, showPairs);

  return {
    showUrl,
    showHeader(name: string, value: string): string {
      if (isSecret(name)) return hidden;
      if (/location$/i.test(name)) return showUrl(value);
      // RFC 8288: addresses within angle brackets.
      return /^link$/i.test(name) ? value.replace(/(?<=<)[^>]*/g, showUrl) : String(show(name, value));
    },
    showBody({ body, headers: { "content-type": type = "" } }: TransportRequest): string {
      if (typeof body !== "string") return "";
      return /json/i.test(type) ? showJson(body, "") : /urlencoded/i.test(type) ? showPairs(body) : "";
    },
  };
}

/** Text that cannot end a line, and so cannot forge one. */
function onOneLine(text: string): string {
  // No literal: the platform would look up the characters of the category while it loads the module.
  return text.replace(new RegExp("[\\p{Cc}\\u2028\\u2029]", "gu"), encodeURIComponent);
}
