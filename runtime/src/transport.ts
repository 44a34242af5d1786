/** What a request carries on the wire. A stream can be sent only once. */
export type TransportBody = string | Uint8Array<ArrayBuffer> | Blob | ReadableStream<Uint8Array<ArrayBuffer>>;

/** One HTTP request. */
export interface TransportRequest {
  /** In capitals. */
  readonly method: string;
  /** Names are in lower case. */
  readonly headers: Record<string, string>;
  /** What is sent; null for no body. */
  readonly body: TransportBody | null;
  /** Redirects are followed above the transport, where it is known what must not travel to another origin. */
  readonly redirect: "manual";
  /** Ends the request, and the reading of its reply. */
  readonly signal: AbortSignal;
  /** Has a meaning when the body is a stream only. */
  readonly duplex: "half";
}

/** The headers of a reply. Names are matched without regard to case. */
export interface ReplyHeaders {
  /** The value of a header, those of several lines joined by `, `; null when there is none. */
  get(name: string): string | null;
  /** Whether there is such a header. */
  has(name: string): boolean;
  /** Calls for each header, with its name in lower case. */
  forEach(callback: (value: string, name: string) => void): void;
}

/** One HTTP reply, of which the body has not been read yet. */
export interface TransportReply {
  /** The HTTP status. */
  readonly status: number;
  /** Its headers. */
  readonly headers: ReplyHeaders;
  /** Its body; null when there is none. */
  readonly body: ReplyBody | null;
  /** The `type` of a `Response`: of one that is `cors` browsers hide most headers. */
  readonly type?: string | undefined;
}

/** The body of a reply: the part of a `ReadableStream` that clients use. */
export interface ReplyBody {
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
    cancel(): Promise<void>;
  };
}

/**
 * Sends one request and answers as soon as the headers of the reply are there. The platform's `fetch` is one;
 * `@clientwright/runtime/node` has a faster one for Node.
 */
export type Transport = (url: string, request: TransportRequest) => Promise<TransportReply>;
