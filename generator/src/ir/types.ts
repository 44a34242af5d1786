/**
 * The intermediate representation: what a document says, in the terms of a client. It is plain JSON: objects refer to
 * one another by id, never by link, so that it can be printed (`clientwright inspect`), kept and compared. Every name
 * that the generated code will use is already decided here. Lists keep the order of the document.
 */

import type { Operation, Webhook } from "./operation-types.js";
import type { FilterDialect, FilterSet, Poller, Resource, Waiter } from "./thing-types.js";

export type * from "./operation-types.js";
export type * from "./thing-types.js";

/** A whole API. */
export interface Api {
  /** The version of this representation; it grows when a member changes its meaning. */
  readonly irVersion: 1;
  /** camelCase name of the API, and of the constant that describes it: `linode`. */
  readonly name: string;
  /** PascalCase name, the stem of `LinodeClient` and `LinodeOptions`. */
  readonly className: string;
  /** Name of the npm package: `@clientwright/linode`. */
  readonly packageName: string;
  /** `info.title`. */
  readonly title: string;
  /** `info.version`. */
  readonly version: string;
  /** `info.summary`, or the first paragraph of `info.description`. */
  readonly summary?: string;
  readonly description?: string;
  /** Link to the source documentation, from `externalDocs`. */
  readonly docs?: string;
  /** SPDX expression of the licence of the document (`info.license.identifier`), and so of what is made of it. */
  readonly license?: string;
  /** Where the API lives; the first is the default. */
  readonly servers: readonly Server[];
  /** What a caller can sign in with, each a member (or two) of the client's options. */
  readonly credentials: readonly Credential[];
  /** Further options of the client: what operations take from it and not, or not only, from their input. */
  readonly settings: readonly Setting[];
  /** Name of the function that makes a log of the API's requests. */
  readonly logName: string;
  /** Name of the class that carries out calls and knows the settings; absent when there are none. */
  readonly serviceName?: string;
  /** Environment variables with the address of the API (`x-env` of its servers). */
  readonly addressEnv: readonly string[];
  /** Clients for the authorization servers of OAuth 2 schemes. */
  readonly oauth: readonly OAuthClient[];
  /** What operations need that say nothing of their own. */
  readonly security: readonly SecurityAlternative[];
  /** Where things lie in an error body (`x-errors`). */
  readonly errors?: ErrorShape;
  /** The modules that operations are spread over, one for each tag. */
  readonly groups: readonly Group[];
  readonly enums: readonly Enum[];
  readonly models: readonly Model[];
  readonly operations: readonly Operation[];
  readonly waiters: readonly Waiter[];
  readonly pollers: readonly Poller[];
  readonly filters: readonly FilterSet[];
  readonly filterDialects: readonly FilterDialect[];
  readonly resources: readonly Resource[];
  /** Requests that the API sends, in the form of operations; they have models but no functions. */
  readonly webhooks: readonly Webhook[];
}

/** One place where the API lives. */
export interface Server {
  /** May be relative, and may hold `{variables}`. */
  readonly url: string;
  readonly name?: string;
  readonly description?: string;
  readonly variables: readonly ServerVariable[];
}

export interface ServerVariable {
  readonly name: string;
  readonly default: string;
  /** The values it may have; empty when any is allowed. */
  readonly values: readonly string[];
  readonly description?: string;
}

/** Something that a caller signs in with. Security schemes that are sent alike and replace each other share one. */
export interface Credential {
  /** Name within the client's definition, and of its option unless it has two: `token`. */
  readonly name: string;
  /** Names of the security schemes in the document that it serves. */
  readonly schemes: readonly string[];
  readonly kind: CredentialKind;
  readonly description?: string;
  /** OAuth 2 flows, where the document describes them. */
  readonly flows: readonly OAuthFlow[];
}

export type CredentialKind =
  /** `Authorization: Bearer …`; OAuth 2 access tokens and OpenID Connect included. */
  | { readonly type: "bearer"; readonly option: string; readonly env: readonly string[] }
  | {
      readonly type: "basic";
      readonly username: string;
      readonly password: string;
      readonly env: { readonly username: readonly string[]; readonly password: readonly string[] };
    }
  | {
      readonly type: "apiKey";
      readonly option: string;
      readonly in: "header" | "query" | "cookie";
      /** Name of that header, query parameter or cookie. */
      readonly key: string;
      readonly env: readonly string[];
    }
  /** Any other HTTP authentication scheme: `Authorization: <scheme> …`. */
  | {
      readonly type: "authorization";
      readonly option: string;
      readonly scheme: string;
      readonly env: readonly string[];
    }
  /** A token that the client gets by itself, from an operation that takes user name and password (`x-token-login`). */
  | TokenLogin
  /** Each request is signed (`x-signature`). */
  | Signature
  /** Proved by the connection itself: nothing is sent. */
  | { readonly type: "mutualTLS" };

export interface TokenLogin {
  readonly type: "tokenLogin";
  /** Name of the constant by which programs log in and out. */
  readonly constant: string;
  readonly username: string;
  readonly password: string;
  readonly env: { readonly username: readonly string[]; readonly password: readonly string[] };
  /** Header that carries the token. */
  readonly header: string;
  /** The word before the token. */
  readonly scheme?: string;
  readonly login: LoginRequest;
  /** Members of the body of that request that lead to each of the two. */
  readonly body: { readonly username: readonly string[]; readonly password: readonly string[] };
  readonly token: Place;
  readonly expires?: { readonly at: Place; readonly format: "unix-seconds" | "seconds" | "date-time" };
  /** Every use of the token makes it last its full length again. */
  readonly slides: boolean;
  readonly logout?: LoginRequest;
}

/** An operation that logs in or out. */
export interface LoginRequest {
  /** Name of its function. */
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly server?: string;
  readonly kind: "json" | "form";
}

/** Where something is in a reply: at a JSON pointer into its body, or in a header. */
export type Place = { readonly body: string } | { readonly header: string };

export interface Signature {
  readonly type: "signature";
  readonly option: string;
  /** What is signed, in this order. */
  readonly headers: readonly string[];
  /** `classic` or `draft`; the first is the default. */
  readonly form: "classic" | "draft";
  readonly algorithms: readonly string[];
  /** Templates of the key's name. */
  readonly keyIds: readonly string[];
  readonly fingerprint: "md5" | "sha256";
  /** Options of the client that only stand in those templates. */
  readonly parts: readonly { readonly name: string; readonly env: readonly string[] }[];
  /** Environment variables, by what they hold. */
  readonly env: Readonly<Record<string, readonly string[]>>;
}

/** An option of the client that operations read. */
export interface Setting {
  /** Name of the option. */
  readonly name: string;
  readonly type: TypeRef;
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly sensitive?: boolean;
  /** What holds when the option is left out; absent also where that differs between operations. */
  readonly default?: JsonValue;
  readonly limits?: Limits;
  readonly env: readonly string[];
  /** Callers may give another value to a single call. */
  readonly perCall: boolean;
}

/** A client for an authorization server. */
export interface OAuthClient {
  /** Name of its class. */
  readonly name: string;
  /** Name of the security scheme. */
  readonly scheme: string;
  /** Id of the {@link Enum} of its scopes; absent when there are none. */
  readonly scopes?: string;
  /** The parameter of the authorization URL that holds the scopes; absent for `scope`. */
  readonly scopeParameter?: string;
  /** What stands between two scopes; absent for a space. */
  readonly scopeSeparator?: string;
  readonly authorizationUrl?: string;
  readonly tokenUrl: string;
  readonly refreshUrl?: string;
  readonly revocationUrl?: string;
  /** Whether applications may sign in on their own account. */
  readonly hasClientCredentials: boolean;
  readonly env: { readonly clientId: readonly string[]; readonly clientSecret: readonly string[] };
}

export interface OAuthFlow {
  readonly type: string;
  readonly authorizationUrl?: string;
  readonly tokenUrl?: string;
  readonly refreshUrl?: string;
  readonly revocationUrl?: string;
  readonly scopes: readonly { readonly name: string; readonly description?: string }[];
}

/** Credentials that are needed together. Empty: the call may be made without any. */
export interface SecurityAlternative {
  readonly credentials: readonly {
    readonly credential: string;
    readonly scheme: string;
    readonly scopes: readonly string[];
  }[];
}

/**
 * Where things lie in an error body: names from the outside in. `list` and `requestId` start at the body, the others at an
 * item of the list.
 */
export interface ErrorShape {
  readonly list?: readonly string[];
  readonly message?: readonly string[];
  readonly field?: readonly string[];
  readonly code?: readonly string[];
  readonly requestId?: { readonly header: string } | { readonly body: readonly string[] };
}

/** A module of operations. */
export interface Group {
  /** The tag, or "" for operations without one. */
  readonly id: string;
  /** Title for people. */
  readonly title: string;
  /** File name without its ending: `ssh-keys`. */
  readonly module: string;
  readonly description?: string;
}

/** What a type is. */
export type TypeRef =
  | { readonly kind: "unknown" }
  | { readonly kind: "never" }
  | { readonly kind: "null" }
  | { readonly kind: "boolean" }
  | { readonly kind: "string"; readonly format?: string }
  | { readonly kind: "number"; readonly integer: boolean; readonly format?: string }
  /** An integer that keeps all its digits (`x-bigint`). */
  | { readonly kind: "bigint" }
  /** Bytes: a file in a form, or a whole body. */
  | { readonly kind: "binary" }
  | { readonly kind: "literal"; readonly value: string | number | boolean }
  | { readonly kind: "array"; readonly items: TypeRef }
  | { readonly kind: "tuple"; readonly items: readonly TypeRef[]; readonly rest?: TypeRef }
  /** An object whose member names are data. */
  | { readonly kind: "record"; readonly values: TypeRef }
  /** An object without a name of its own. */
  | { readonly kind: "object"; readonly shape: ObjectShape }
  | { readonly kind: "union"; readonly members: readonly TypeRef[]; readonly discriminator?: Discriminator }
  | { readonly kind: "intersection"; readonly members: readonly TypeRef[] }
  /** A {@link Model}, by id. */
  | { readonly kind: "model"; readonly model: string }
  /** An {@link Enum}, by id. */
  | { readonly kind: "enum"; readonly enum: string };

/** The member that tells the alternatives of a union apart. */
export interface Discriminator {
  readonly property: string;
  /** For each member of the union, the values that mean it; empty when the document does not say. */
  readonly values: readonly (readonly string[])[];
}

/** A named type. */
export interface Model {
  /** JSON pointer of the schema in the bundled document. */
  readonly id: string;
  /** Name in TypeScript. Where reading and writing differ: the name of what is read. */
  readonly name: string;
  /** Name of what is written, where that differs from what is read. */
  readonly inputName?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly shape: ObjectShape | { readonly kind: "alias"; readonly type: TypeRef };
  /** For a base type: the member whose value tells the subtypes apart. */
  readonly discriminator?: {
    readonly property: string;
    readonly mapping: readonly { readonly value: string; readonly model: string }[];
  };
  /** Where operations use it. */
  readonly usage: Usage;
}

export interface Usage {
  /** Part of something that is sent. */
  readonly input: boolean;
  /** Part of something that is received. */
  readonly output: boolean;
  /** Part of a form, where binary members are files. */
  readonly form: boolean;
}

export interface ObjectShape {
  readonly kind: "object";
  /** Ids of the models whose fields it has as well. */
  readonly extends: readonly string[];
  readonly fields: readonly Field[];
  /** Type of members that are not listed, where the document allows and describes them. */
  readonly additional?: TypeRef;
}

/** A member of an object. */
export interface Field {
  /** Its name on the wire, and in TypeScript. */
  readonly name: string;
  readonly type: TypeRef;
  readonly required: boolean;
  /** Set by the server; never sent. */
  readonly readOnly?: boolean;
  /** Sent, never received. */
  readonly writeOnly?: boolean;
  readonly description?: string;
  readonly deprecated?: boolean;
  /** Must not appear in logs or errors (`x-sensitive`, or `format: password`). */
  readonly sensitive?: boolean;
  /** The schema whose objects it is the id of (`x-id-of`). */
  readonly idOf?: string;
  /** May stand in a filter (`x-filterable`). */
  readonly filterable?: boolean;
  /** What the server takes it to be when it is left out. */
  readonly default?: JsonValue;
  readonly limits?: Limits;
  /** What its members are called on the wire, where they travel one by one: their names after this text (`x-flatten`). */
  readonly prefix?: string;
}

/** Any JSON value. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** What JSON Schema says of a value beyond its type. */
export interface Limits {
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
}

/** A set of named values. */
export interface Enum {
  /** JSON pointer of the schema in the bundled document. */
  readonly id: string;
  /** Name of the type and of the constant. */
  readonly name: string;
  readonly type: "string" | "number";
  readonly summary?: string;
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly values: readonly EnumValue[];
  /** `x-open-enum`: true, always open; false, always closed; absent, closed when sent and open when received. */
  readonly open?: boolean;
}

export interface EnumValue {
  readonly value: string | number;
  /** Its name in the constant. */
  readonly key: string;
  readonly description?: string;
}
