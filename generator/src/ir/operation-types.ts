import type { Way } from "./thing-types.js";
import type { JsonValue, Limits, SecurityAlternative, TypeRef } from "./types.js";

/* The part of the dictionary that is about calls; `types.ts` has the rest, and gives out both. */

/** A call that the API offers. */
export interface Operation {
  /** `operationId`, or method and path where the document has none. */
  readonly id: string;
  /** Name of the function and of the client's method. */
  readonly name: string;
  /** Id of its {@link Group}. */
  readonly group: string;
  /** In upper case. */
  readonly method: string;
  /** The template, as the document has it. */
  readonly path: string;
  readonly summary?: string;
  readonly description?: string;
  readonly deprecated?: boolean;
  /** Link to the source documentation (`x-docs`, `externalDocs`). */
  readonly docs?: string;
  /** Name of the input's interface; absent when there is nothing to give. */
  readonly inputName?: string;
  /** Everything a caller gives, in the order path, query, header, cookie, body. */
  readonly input: readonly InputMember[];
  /** What is sent beside that, and not asked of the caller. */
  readonly filled: readonly FilledMember[];
  readonly body?: Body;
  readonly output: Output;
  /** The replies that mean failure. */
  readonly failures: readonly Reply[];
  /** What it needs, where that differs from {@link Api.security}. */
  readonly security?: readonly SecurityAlternative[];
  /** Base URL, where it differs from the API's. */
  readonly server?: string;
  /** The constant of the token login whose session it opens. */
  readonly opensSession?: string;
  /** Name of the constant of the token login whose session it ends. */
  readonly endsSession?: string;
  /** May be sent again after an unknown outcome (`x-idempotent`). */
  readonly idempotent?: boolean;
  readonly paginator?: Paginator;
  /** Requests that the API makes in turn. */
  readonly callbacks: readonly Webhook[];
  /** How values of the reply serve as inputs of other operations. */
  readonly links: readonly Link[];
}

/** One member of an operation's input. */
export interface InputMember {
  /** Name in TypeScript. */
  readonly name: string;
  /** Name on the wire; "" for a body that is one member. */
  readonly wireName: string;
  readonly place: "path" | "query" | "header" | "cookie" | "body";
  readonly required: boolean;
  readonly type: TypeRef;
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly sensitive?: boolean;
  readonly default?: JsonValue;
  readonly limits?: Limits;
  /** How a parameter is written; absent for members of the body. */
  readonly style?: ParameterStyle;
  /** It is the id of that schema's objects (`x-id-of`), which then may be given themselves: the member that holds it. */
  readonly idOf?: { readonly schema: string; readonly model?: string; readonly member?: string };
  /** Name of the type of typed filters that it takes besides (`x-filter`). */
  readonly filter?: string;
  /** Name of the type of the order that it takes. */
  readonly order?: string;
  /** The {@link Setting}, by name, and the value that are sent when the caller gives none (`x-send-default`). */
  readonly sent?: { readonly setting: string; readonly value: JsonValue };
  /** What its members are called on the wire, where they travel one by one: their names after this text (`x-flatten`). */
  readonly prefix?: string;
}

/** A member of a request that callers do not give. */
export interface FilledMember extends Omit<InputMember, "required" | "sent" | "prefix"> {
  /** A {@link Setting} of the client, by name, or a value that is always the same. */
  readonly from: { readonly setting: string } | { readonly value: string | number | boolean };
}

export interface ParameterStyle {
  /** `content` stands for a parameter that is a document of its own, such as JSON. */
  readonly style:
    | "simple"
    | "label"
    | "matrix"
    | "form"
    | "spaceDelimited"
    | "pipeDelimited"
    | "deepObject"
    | "content"
    | "querystring";
  readonly explode: boolean;
  readonly allowReserved: boolean;
  /** Media type of a `content` parameter. */
  readonly contentType?: string;
}

/** What an operation sends. */
export interface Body {
  readonly required: boolean;
  /** `fields`: its members stand beside the parameters; `member`: it is the one member `body`. */
  readonly form: "fields" | "member";
  /** The model whose fields it has, when `form` is `fields` and the schema has a name. */
  readonly model?: string;
  readonly description?: string;
  /** Every form the document allows. */
  readonly contents: readonly Content[];
  /** Index in `contents` of the one the function sends. */
  readonly chosen: number;
}

/** A body in one media type. */
export interface Content {
  readonly contentType: string;
  readonly kind: ContentKind;
  readonly type: TypeRef;
  /** Parts of a form that are written in their own way. */
  readonly encoding: readonly PartEncoding[];
}

export type ContentKind = "json" | "form" | "multipart" | "text" | "binary" | "events" | "lines";

export interface PartEncoding {
  readonly field: string;
  readonly contentType?: string;
  readonly style?: string;
  readonly explode?: boolean;
  readonly allowReserved?: boolean;
}

/** What an operation gives back when it succeeds. */
export interface Output {
  /** Absent when there is nothing. */
  readonly type?: TypeRef;
  /** The body may be missing although other replies have one (a 204 beside a 200). */
  readonly mayBeEmpty: boolean;
  /** How the function reads the body. */
  readonly kind: ContentKind | "none";
  /** The body may be plain text instead, as its content type tells; the type allows for it. */
  readonly orText?: boolean;
  /** What it asks for, in the `Accept` header. */
  readonly accept: readonly string[];
  readonly replies: readonly Reply[];
}

/** One reply that the document describes. */
export interface Reply {
  /** `200`, `4XX` or `default`. */
  readonly status: string;
  readonly description?: string;
  readonly contents: readonly Content[];
  readonly headers: readonly ReplyHeader[];
}

export interface ReplyHeader {
  readonly name: string;
  readonly sensitive?: boolean;
  readonly type: TypeRef;
  readonly description?: string;
}

/** How a list is read page by page (`x-paginator`). */
export interface Paginator {
  /** Name of the function that makes one, and of the client's method. */
  readonly name: string;
  /** What the pages hold. */
  readonly item: TypeRef;
  /** The way to the list of its items in the body. */
  readonly items: Way;
  /** Pages carry the headers and the address of their replies, because something has to be read there. */
  readonly hasReply: boolean;
  /** The number of all items. */
  readonly total?: PagePlace;
  /** The operation, by id, whose reply has the number of all items in a header, and the inputs that both have. */
  readonly count?: { readonly operation: string; readonly header: string; readonly input: readonly string[] };
  readonly plan: PagePlan;
}

/** Where something is on a page: in the body, or in a header. */
export type PagePlace = { readonly way: Way } | { readonly header: string };

/** How the next page is asked for. Inputs are named as callers name them. */
export type PagePlan =
  | {
      readonly style: "page-number";
      /** The input that takes the number of a page. */
      readonly page: string;
      readonly firstPage: 0 | 1;
      /** The number of pages. */
      readonly pages?: PagePlace;
      /** How many items the server puts on a page. */
      readonly usedPageSize?: PagePlace;
    }
  | {
      readonly style: "offset";
      /** The input that takes the number of items to pass over. */
      readonly offset: string;
      /** The input that takes the size of a page, and what to send where a caller gives none. */
      readonly pageSize?: { readonly input: string; readonly usual?: number };
      readonly usedPageSize?: PagePlace;
    }
  | {
      readonly style: "cursor";
      /** The input that takes the mark of the last item. */
      readonly cursor: string;
      /** The mark is a number, and the input takes text. */
      readonly asText: boolean;
      /** The way to the mark within an item. */
      readonly next: Way;
      /** Whether there is more. */
      readonly more?: PagePlace;
    }
  | {
      readonly style: "token";
      /** The input that takes what the page before gave. */
      readonly token: string;
      readonly next: PagePlace;
      readonly more?: PagePlace;
    }
  | {
      readonly style: "link";
      /** The address of the next page. */
      readonly next: PagePlace;
      /** Its relation, in a `Link` header. */
      readonly rel?: string;
    };

export interface Webhook {
  readonly id: string;
  readonly method: string;
  /** For a callback, the expression that gives its URL. */
  readonly expression?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly body?: Body;
}

export interface Link {
  readonly name: string;
  /** Status of the reply that it belongs to. */
  readonly status: string;
  /** Id or reference of the operation that it leads to. */
  readonly target: string;
  readonly parameters: JsonValue;
  readonly description?: string;
}
