/** A name that a piece of code uses from another module. */
export interface Import {
  readonly name: string;
  /** Module path within the client, `models`, or `runtime`. */
  readonly from: string;
  readonly isType: boolean;
}

/**
 * A piece of TypeScript (or Markdown, or JSON) that is safe to put into a file, and the names it needs from elsewhere.
 * There are two ways to get one: the tag {@link code}, whose fixed text is ours, and the functions of `escape.ts`,
 * which are the one door for text from a document. Plain strings are refused everywhere else.
 */
export class Code {
  readonly text: string;
  readonly imports: readonly Import[];

  constructor(text: string, imports: readonly Import[] = []) {
    this.text = text;
    this.imports = imports;
  }
}

/** Code with holes: what is filled in is code itself, or a number. */
export function code(strings: TemplateStringsArray, ...values: readonly (Code | number)[]): Code {
  let text = strings[0] ?? "";
  const imports: Import[] = [];
  for (const [index, value] of values.entries()) {
    if (value instanceof Code) imports.push(...value.imports);
    text += (value instanceof Code ? value.text : String(Number(value))) + (strings[index + 1] ?? "");
  }
  return new Code(text, imports);
}

/** Pieces of code with fixed text between them. */
export function join(pieces: readonly Code[], separator: Code): Code {
  return new Code(
    pieces.map(({ text }) => text).join(separator.text),
    pieces.flatMap(({ imports }) => imports),
  );
}

/** A name from the runtime that is used as a value. */
export function runtimeValue(name: RuntimeValue): Code {
  return new Code(name, [{ name, from: "runtime", isType: false }]);
}

/** A name from the runtime that is used as a type. */
export function runtimeType(name: RuntimeType): Code {
  return new Code(name, [{ name, from: "runtime", isType: true }]);
}

type RuntimeValue =
  | "Service" | "Paginator" | "byPageNumber" | "byOffset" | "byCursor" | "waitUntil" | "isApiError" | "startPoller" | "fromHeader" | "idOf" | "unique" | "wholeNumber" | "resumePoller" | "filters" | "Resource" | "path" | "fromEnv" | "bearer" | "basic" | "apiKey" | "authorization" | "mutualTls"
  | "tokenLogin" | "httpSignature" | "flatten" | "linked" | "pathAt" | "queryOf" | "headersOf" | "serverVariables" | "debugLog" | "hidePath" | "withReply" | "headerNumber" | "nextLink"
  | "formJoined" | "spaceDelimited" | "pipeDelimited" | "deepObject" | "jsonParam" | "simpleExplode" | "reserved" | "label" | "matrix"
  | "jsonBody" | "formBody" | "multipartBody" | "textBody" | "binaryBody"
  | "losslessJsonBody" | "parseLosslessJson" | "readLosslessJson" | "idInBody" | "idInHeader"
  | "readText" | "readJsonOrText" | "readBytes" | "readEvents" | "readLines" | "readNothing"; // prettier-ignore

type RuntimeType =
  | "Paginator" | "WaitOptions" | "Waiter" | "Poller" | "PollerDefinition" | "Filter" | "Compare" | "ResourceKind"
  | "Client" | "ClientOptions" | "DebugOptions" | "Transport" | "RequestOptions" | "ServiceDefinition" | "TokenSource" | "TokenLogin" | "Signer" | "WithReply" | "BinaryBody" | "Upload" | "EventStream" | "LineStream"; // prettier-ignore
