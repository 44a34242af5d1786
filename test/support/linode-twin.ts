import { afterAll, beforeAll, beforeEach } from "vitest";
import { LinodeClient, type LinodeOptions } from "@clientwright/linode";
import type { Transport } from "@clientwright/runtime";
import { startTwin, type Twin, type TwinOptions } from "@clientwright/twin";

/** A request as a client has sent it. */
export interface Sent {
  readonly method: string;
  /** The path below the address of the API, with the query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The body: JSON as what it stands for, anything else as it is. */
  readonly body: unknown;
}

/** The account of a test, and clients for it. */
export interface LinodeAccount {
  readonly twin: Twin;
  /** A client of the account. Each test has one of its own. */
  readonly client: LinodeClient;
  /** What was sent since the test began. */
  readonly sent: readonly Sent[];
  /** What was sent, each as `GET /profile`. */
  lines(): readonly string[];
  /** The body of the last request that had one. */
  lastBody(): unknown;
  /** Leads what is meant for Linode to the twin. */
  readonly transport: Transport;
  clientWith(options: LinodeOptions): LinodeClient;
}

/** Plays an account for the tests of a file. Each begins with the same things, and at the same time of its clock. */
export function useLinode(options: TwinOptions = {}): LinodeAccount {
  let twin: Twin | undefined;
  let client: LinodeClient | undefined;
  let sent: Sent[] = [];
  const running = (): Twin => {
    if (twin === undefined) throw new Error("the account is there during tests only");
    return twin;
  };
  const transport: Transport = async (url, request) => {
    const target = url.replace("https://api.linode.com/v4", "").replace("https://login.linode.com", "login:");
    sent.push({ method: request.method, target, headers: request.headers, body: parsed(request.body) });
    const here = url
      .replace("https://api.linode.com/v4", running().url)
      .replace("https://login.linode.com", running().origin);
    return running().fetch(here, request);
  };
  const clientWith = (own: LinodeOptions): LinodeClient =>
    new LinodeClient({ token: "twin-token", transport, retry: { retries: 0 }, ...own });
  beforeAll(async () => {
    twin = await startTwin("specs/linode/openapi.yaml", { listen: false, speed: 0, ...options });
  });
  beforeEach(() => {
    running().reset();
    running().clearFaults();
    client = clientWith({});
    sent = [];
  });
  afterAll(async () => {
    await twin?.close();
    twin = undefined;
  });
  return {
    get twin() {
      return running();
    },
    get client() {
      if (client === undefined) throw new Error("the account is there during tests only");
      return client;
    },
    get sent() {
      return sent;
    },
    lines: () => sent.map(({ method, target }) => `${method} ${target}`),
    lastBody: () => sent.findLast(({ body }) => body !== undefined)?.body,
    transport,
    clientWith,
  };
}

function parsed(body: unknown): unknown {
  if (body === null || body === undefined) return undefined;
  if (typeof body !== "string") return body;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
