import type { Json, JsonObject } from "./json.js";

/* The parts of the x- vocabulary that the twin plays, as specs/README.md explains them. */

/** A pointer into the body, or a header. */
export type Place = string | { readonly header: string };

export interface ErrorShape {
  readonly list?: string;
  readonly message?: string;
  readonly field?: string;
  readonly code?: string;
  readonly requestId?: { readonly header?: string; readonly body?: string };
  /** The status with which the API refuses, by why it does. */
  readonly statuses?: Readonly<Partial<Record<string, number>>>;
}

export interface TokenLogin {
  readonly login: string;
  readonly username: string;
  readonly password: string;
  readonly token: Place;
  readonly expires?: { readonly at: Place; readonly format: TimeFormat };
  readonly renewed?: { readonly header: string; readonly format: TimeFormat };
  readonly scheme?: string;
  readonly logout?: string;
}

export type TimeFormat = "unix-seconds" | "seconds" | "date-time";

export interface Signature {
  readonly headers: readonly string[];
  readonly algorithms: readonly string[];
  readonly keyIds: readonly string[];
  readonly forms: readonly ("draft" | "classic")[];
  readonly fingerprint?: "md5" | "sha256";
  readonly clockSkewSeconds?: number;
}

export interface Actions {
  readonly by: string;
  readonly actions: Readonly<Record<string, Action>>;
}

export interface Action {
  readonly operationId: string;
  readonly inputs?: readonly string[];
  readonly required?: readonly string[];
  readonly reply?: string;
}

export interface Paginator {
  readonly style: "page-number" | "offset" | "cursor" | "token" | "link";
  readonly items: string;
  readonly pageSize?: string;
  readonly maxPageSize?: number;
  /** A place, or a header of the reply to another operation, such as a HEAD request for the same list. */
  readonly total?: string | { readonly header: string; readonly operation?: string };
  readonly page?: string;
  readonly firstPage?: number;
  readonly pages?: Place;
  readonly usedPageSize?: Place;
  readonly offset?: string;
  readonly cursor?: string;
  readonly token?: string;
  /** A pointer into the item with `cursor`, a place in the reply with `token` and `link`. */
  readonly next?: Place | { readonly header: string; readonly rel?: string };
  readonly more?: Place;
}

export type Comparison = "eq" | "ne" | "gt" | "gte" | "lt" | "lte" | "contains" | "in" | "matches";

export interface Filter {
  readonly style: "json" | "query";
  readonly parameter?: string;
  readonly comparisons?: Readonly<Partial<Record<Comparison, string>>>;
  readonly and?: string;
  readonly or?: string;
  readonly limit?: string;
  readonly sort?: {
    readonly by?: string;
    readonly direction?: string;
    readonly parameter?: string;
    readonly ascending: Json;
    readonly descending: Json;
  };
  readonly prefix?: string;
  readonly anyAttribute?: boolean;
  readonly attributes?: Readonly<Record<string, true | readonly Comparison[]>>;
}

export interface Watched {
  readonly values?: readonly Json[];
  readonly statuses?: readonly number[];
}

export interface Waiter {
  readonly value?: string;
  readonly done: Watched;
  readonly failed?: Watched;
  readonly pending?: Watched;
  readonly message?: Place;
}

export interface Poller {
  readonly waiter: string;
  readonly input: Readonly<
    Record<string, string | { readonly header?: string; readonly template?: string; readonly input?: string }>
  >;
}

export interface Lifecycle {
  readonly state: string;
  readonly initial: string;
  readonly states: Readonly<
    Record<string, { readonly then?: string; readonly afterMs?: number; readonly status?: number }>
  >;
  readonly transitions?: readonly { readonly on: string; readonly from?: readonly string[]; readonly to: string }[];
}

export interface Resource {
  readonly identity: Readonly<Record<string, string>>;
  readonly attributes?: string;
  readonly load: string;
  readonly update?: string;
  readonly updateSends?: "changes" | "attributes" | "whole";
  readonly staleCodes?: readonly string[];
  readonly delete?: string;
  readonly actions?: Readonly<Record<string, string>>;
  readonly volatile?: Readonly<Record<string, number>>;
}

/** An extension as it stands in the spec. That it has the right form is for `clientwright validate` to say. */
export function extension<T>(holder: JsonObject | undefined, name: `x-${string}`): T | undefined {
  const value = holder?.[name];
  return value === undefined || value === null ? undefined : (value as T);
}
