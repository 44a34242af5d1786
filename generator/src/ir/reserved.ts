function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/** Words that TypeScript does not take as the name of a declaration, or that would change the meaning of code near it. */
const keywords = `
  abstract any arguments as asserts async await bigint boolean break case catch class const constructor continue debugger
  declare default delete do else enum eval export extends false finally for from function get global if implements import
  in infer instanceof interface is keyof let module namespace never new null number object of out override package private
  protected public readonly require return satisfies set static string super switch symbol this throw true try type typeof
  undefined unique unknown using var void while with yield NaN Infinity
`;

/** Globals that generated code uses, so that nothing may stand in front of them. */
const globals = `
  Array Blob Date Error File FormData Headers Object Omit Partial Pick Promise ReadableStream Record Request Response Set
  Map String Number Boolean Symbol Function Uint8Array ArrayBuffer URL URLSearchParams JSON Math globalThis Iterable
  AsyncIterable Exclude Extract NonNullable Required Readonly
`;

/** What the runtime exports and generated code imports. A test compares this list with the runtime. */
const runtime = `
  ApiError BadRequestError BinaryBody EncodedBody Call Client ClientOptions ConfigurationError
  ConflictError ConnectionError DecodeError EventStream FilePart ForbiddenError LineStream NotFoundError NotLoadedError
  Paginator Poller RateLimitError Reply ReplyReader RequestOptions Resource SdkError ServerError ServerSentEvent Service
  ServiceDefinition SigningError StaleError TimeoutError TokenSource UnauthorizedError UnprocessableError Upload WaiterError
  Compare Filter Waiter PollerDefinition ResourceKind WaitOptions apiKey authorization basic bearer binaryBody byCursor byOffset byPageNumber deepObject formBody filters fromEnv fromHeader idOf unique wholeNumber formJoined isApiError isNotLoadedError isStaleError isWaiterError jsonParam progressPrinter label matrix mutualTls
  multipartBody path pipeDelimited readBytes readEvents readJsonOrText readLines readNothing readStream readText resumePoller reserved simpleExplode
  spaceDelimited startPoller textBody waitUntil withReply tokenLogin TokenLogin httpSignature Signer flatten
  WithReply headerNumber nextLink hidePath jsonBody linked pathAt queryOf headersOf serverVariables debugLog DebugOptions Transport
  losslessJsonBody parseLosslessJson readLosslessJson idInBody idInHeader
`;

/** What operation functions call their parameters and locals, and what they take from modules without names of documents. */
const locals = "client input options body bigInts pagesByNumber pagesByOffset";

/** Members of every client, which an operation must not replace, and names that JavaScript calls by itself. */
const clientMembers = "send settings fromEnv then toJSON prototype";

/** Members that every object has from the start, so that one without them cannot be written down. */
export const inheritedMembers: ReadonlySet<string> = new Set(
  words("constructor toString toLocaleString valueOf hasOwnProperty isPrototypeOf propertyIsEnumerable __proto__"),
);

/** Names that no generated declaration may have. */
export const reservedNames: ReadonlySet<string> = new Set([
  ...[keywords, globals, runtime, locals, clientMembers].flatMap(words),
  ...inheritedMembers,
]);
