export { apiKey, mutualTls, type ApiKeyConfig } from "./auth/api-key.js";
export { authorization, bearer, type AuthorizationConfig } from "./auth/authorization.js";
export { basic, type BasicConfig } from "./auth/basic.js";
export { httpSignature, type HttpSignatureConfig, type KeyNames, type Signer } from "./auth/http-signature.js";
export type { SignerVariables } from "./auth/http-signature.js";
export {
  clientCredentials,
  clientCredentialsToken,
  type RenewingToken,
  finishAuthorization,
  refreshingToken,
  refreshTokens,
  revokeToken,
} from "./auth/oauth2.js";
export { startAuthorization } from "./auth/oauth2.js";
export type { Authorization, OAuth2App, OAuth2Server, OAuth2Tokens } from "./auth/oauth2.js";
export { tokenLogin, type LoginCall, type LoginPlace, type TokenLogin } from "./auth/token-login.js";
export type { TokenLoginConfig } from "./auth/token-login.js";
export { webCryptoSigner, type PlatformKey } from "./auth/web-crypto-signer.js";
export type { OptionValues, SignableRequest, SignIn, SignInScheme, TokenSource } from "./auth/scheme.js";
export { binaryBody, formBody, multipartBody, textBody } from "./body-encoders.js";
export type { BinaryBody, FilePart, Upload } from "./body-encoders.js";
export { jsonBody, type BodyEncoder, type EncodedBody } from "./body.js";
export { debugLog, type DebugOptions, type LoggedService } from "./debug.js";
export { fromEnv } from "./env.js";
export type { Encode, Styled } from "./encode.js";
export { ApiError, BadRequestError, ConfigurationError, ConflictError, ConnectionError } from "./errors.js";
export { DecodeError, ForbiddenError, InputError, ListChangedError, NotFoundError, NotLoadedError } from "./errors.js";
export { RateLimitError, SdkError, ServerError, SigningError, TimeoutError, UnauthorizedError } from "./errors.js";
export { UnprocessableError, WaiterError } from "./errors.js";
export type { ApiErrorDetails, Problem } from "./errors.js";
export {
  readEvents,
  readTextEvents,
  reconnecting,
  type EventStream,
  type ReconnectOptions,
  type ServerSentEvent,
} from "./events.js";
export { Filter, filters, type Compare, type Compared, type Comparison, type FilterDialect } from "./filter.js";
export { flatten } from "./flatten.js";
export { hidePath } from "./hide-path.js";
export { isApiError, isBadRequestError, isConfigurationError, isConflictError, isConnectionError } from "./guards.js";
export { isDecodeError, isForbiddenError, isInputError, isListChangedError, isNotFoundError } from "./guards.js";
export { isNotLoadedError, isRateLimitError, isSdkError, isServerError, isSigningError } from "./guards.js";
export { isTimeoutError, isUnauthorizedError, isUnprocessableError, isWaiterError } from "./guards.js";
export { readLines, type LineStream } from "./lines.js";
export { losslessJsonBody, parseLosslessJson, readLosslessJson } from "./lossless-json.js";
export type { BigIntPlaces, BigIntTable } from "./lossless-json.js";
export { byCursor, byOffset, byPageNumber, Paginator, type PageSource, type PaginatorOptions } from "./paginator.js";
export { headerNumber, nextLink } from "./page-places.js";
export { headersOf, queryOf, type ParameterValues } from "./parameters.js";
export { idOf, unique } from "./id-of.js";
export { path } from "./path.js";
export { linked, pathAt, type Place } from "./place.js";
export { rateLimit, type RateLimit, type RateLimitOptions } from "./rate-limit.js";
export { readBytes, readJsonOrText, readNothing, readStream } from "./readers.js";
export { fromHeader, Poller, resumePoller, startPoller, type PollerDefinition } from "./poller.js";
export { Resource, type ResourceKind } from "./resource.js";
export { readJson, readText, type ReplyReader, type UnreadReply } from "./reply.js";
export { isStaleError, StaleError } from "./stale.js";
export type { RetryOptions } from "./retry.js";
export { serverVariables, type ServerVariable, type ServerVariables } from "./server-variables.js";
export { Service } from "./service.js";
export { deepObject, formJoined, jsonParam, label, matrix, pipeDelimited, reserved, simpleExplode } from "./styles.js";
export { spaceDelimited, type QueryStyle } from "./styles.js";
export type { ReplyHeaders, Transport, TransportBody, TransportReply, TransportRequest } from "./transport.js";
export type { Call, Client, ClientOptions, CommonOptions, ErrorShape, Limits } from "./types.js";
export type { Reply, RequestInfo, RequestOptions, Security, Server } from "./types.js";
export type { EnvironmentValue, ServiceDefinition } from "./types.js";
export { progressPrinter, waitFor, waitUntil, type Pace, type Progress, type Verdict, type Waiter } from "./wait.js";
export { type WaitOptions } from "./wait.js";
export { version } from "./version.js";
export { wholeNumber } from "./whole-number.js";
export { withReply, type WithReply } from "./with-reply.js";
