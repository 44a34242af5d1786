export { apiKey, mutualTls, type ApiKeyConfig } from "./auth/api-key.js";
export { authorization, bearer, type AuthorizationConfig } from "./auth/authorization.js";
export { basic, type BasicConfig } from "./auth/basic.js";
export { httpSignature, type HttpSignatureConfig, type Signer } from "./auth/http-signature.js";
export {
  clientCredentials,
  finishAuthorization,
  refreshingToken,
  refreshTokens,
  revokeToken,
  startAuthorization,
} from "./auth/oauth2.js";
export type { Authorization, OAuth2App, OAuth2Server, OAuth2Tokens } from "./auth/oauth2.js";
export { tokenLogin, type LoginCall, type TokenLogin, type TokenLoginConfig } from "./auth/token-login.js";
export { webCryptoSigner, type PlatformKey } from "./auth/web-crypto-signer.js";
export type { OptionValues, SignableRequest, SignIn, SignInScheme, TokenSource } from "./auth/scheme.js";
export { binaryBody, formBody, multipartBody, textBody } from "./body-encoders.js";
export type { BinaryBody, FilePart, Upload } from "./body-encoders.js";
export { jsonBody, type BodyEncoder, type EncodedBody } from "./body.js";
export { debugLog, type DebugOptions } from "./debug.js";
export { fromEnv } from "./env.js";
export type { Encode, Styled } from "./encode.js";
export {
  ApiError,
  BadRequestError,
  ConfigurationError,
  ConflictError,
  ConnectionError,
  DecodeError,
  ForbiddenError,
  InputError,
  ListChangedError,
  NotFoundError,
  NotLoadedError,
  RateLimitError,
  SdkError,
  ServerError,
  SigningError,
  TimeoutError,
  UnauthorizedError,
  UnprocessableError,
  WaiterError,
} from "./errors.js";
export type { ApiErrorDetails, Problem } from "./errors.js";
export { readEvents, readTextEvents, type EventStream, type ServerSentEvent } from "./events.js";
export { Filter, filters, type Compare, type Comparison, type FilterDialect } from "./filter.js";
export {
  isApiError,
  isBadRequestError,
  isConfigurationError,
  isConflictError,
  isConnectionError,
  isDecodeError,
  isForbiddenError,
  isInputError,
  isNotFoundError,
  isNotLoadedError,
  isRateLimitError,
  isSdkError,
  isServerError,
  isSigningError,
  isTimeoutError,
  isUnauthorizedError,
  isUnprocessableError,
  isWaiterError,
} from "./guards.js";
export { readLines, type LineStream } from "./lines.js";
export { losslessJsonBody, parseLosslessJson, readLosslessJson } from "./lossless-json.js";
export { byCursor, byOffset, byPageNumber, Paginator, type PageSource, type PaginatorOptions } from "./paginator.js";
export { path } from "./path.js";
export { rateLimit, type RateLimit, type RateLimitOptions } from "./rate-limit.js";
export { readBytes, readNothing, readStream } from "./readers.js";
export { Poller, resumePoller, startPoller, type PollerDefinition } from "./poller.js";
export { Resource, type MaxAges } from "./resource.js";
export { readJson, readText, type ReplyReader, type UnreadReply } from "./reply.js";
export type { RetryOptions } from "./retry.js";
export { Service } from "./service.js";
export {
  deepObject,
  formJoined,
  jsonParam,
  label,
  matrix,
  pipeDelimited,
  reserved,
  simpleExplode,
  spaceDelimited,
  type QueryStyle,
} from "./styles.js";
export type { ReplyHeaders, Transport, TransportBody, TransportReply, TransportRequest } from "./transport.js";
export type {
  Call,
  Client,
  ClientOptions,
  CommonOptions,
  ErrorShape,
  Limits,
  ParameterValues,
  Reply,
  RequestInfo,
  RequestOptions,
  Security,
  Server,
  ServerVariable,
  ServiceDefinition,
} from "./types.js";
export {
  progressPrinter,
  waitFor,
  waitUntil,
  type Pace,
  type Progress,
  type Verdict,
  type Waiter,
  type WaitOptions,
} from "./wait.js";
export { version } from "./version.js";
export { withReply, type WithReply } from "./with-reply.js";
