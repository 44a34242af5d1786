import type { TypeRef } from "./types.js";

/* The part of the dictionary that is about things: waiting for them, filtering them, acting on them. */

/** A member on the way into a value. */
export interface Step {
  readonly name: string;
  /** It may be absent or null, so that what follows has to be careful. */
  readonly mayBeMissing: boolean;
}

/** A way into a body, member by member. */
export type Way = readonly Step[];

/** Repeats an operation until its reply says that something has come to pass (`x-waiter`). */
export interface Waiter {
  /** Name of the function and of the client's method. */
  readonly name: string;
  /** Id of the operation. */
  readonly operation: string;
  readonly description: string;
  /** The way to the member that is watched. */
  readonly value?: Way;
  readonly done: Outcome;
  readonly failed?: Outcome;
  /** Where it is given, a value that is named nowhere means failure. */
  readonly pending?: Outcome;
  /** The way to the server's words on a failure. */
  readonly message?: Way;
  readonly pace: Pace;
}

/** What counts as an outcome of a look. */
export interface Outcome {
  readonly values: readonly (string | number | boolean | null)[];
  /** Statuses of replies that mean failure for other callers. */
  readonly statuses: readonly number[];
}

/** How often to look; the names are the runtime's. */
export interface Pace {
  readonly delayMs?: number;
  readonly growth?: number;
  readonly scaleUp?: number;
  readonly maxDelayMs?: number;
  readonly maxWaitMs?: number;
}

/** A request that the service only accepts, to be followed to its end (`x-poller`). */
export interface Poller {
  /** Id of the operation that is accepted. */
  readonly operation: string;
  /** Name of the function that sends it: `beginCreateServer`. */
  readonly beginName: string;
  /** Name of the function that goes on with it in another process: `resumeCreateServer`. */
  readonly resumeName: string;
  /** Name of the waiter that knows the states and the pace. */
  readonly waiter: string;
  /** Where the inputs of the waiter's operation come from. */
  readonly input: readonly PollerInput[];
  /** What to read when it is done. Absent: what the reply held. */
  readonly result?: {
    /** Id of the operation. */
    readonly operation: string;
    readonly input: readonly PollerInput[];
  };
}

/** An input of another operation, and where it comes from. */
export interface PollerInput {
  readonly name: string;
  readonly from: PollerSource;
}

export type PollerSource =
  /** The body of the reply that accepted the work. */
  | { readonly kind: "accepted"; readonly way: Way }
  /** A header of that reply; with `before`, the part of the URL in it that follows that text. */
  | { readonly kind: "header"; readonly header: string; readonly before?: string }
  /** An input of the request. */
  | { readonly kind: "input"; readonly name: string };

/** What the items of a list can be filtered by (`x-filter`, `x-filterable`). */
export interface FilterSet {
  /** Name of the constant that makes filters: `instanceFilter`. */
  readonly name: string;
  /** Name of the type of a filter: `InstanceFilter`. */
  readonly typeName: string;
  /** Name of the interface of the attributes: `InstanceFilterFields`. */
  readonly fieldsName: string;
  /** What is listed, for people. */
  readonly item: string;
  readonly fields: readonly { readonly name: string; readonly type: TypeRef; readonly description?: string }[];
  /** Index in the API's list of dialects. */
  readonly dialect: number;
  /** The type of an order that travels in a parameter of its own, and the values that mean up and down. */
  readonly order?: { readonly typeName: string; readonly directions: readonly (string | number)[] };
}

/** The words with which filters are written; the names are the runtime's. */
export interface FilterDialect {
  readonly comparisons: Readonly<Record<string, string>>;
  readonly and?: string;
  readonly or?: string;
  readonly orderBy?: string;
  readonly order?: string;
  readonly limit?: string;
}

/** A class for a thing that one can act on (`x-resource`). */
export interface Resource {
  /** Id of the model. */
  readonly model: string;
  /** `InstanceResource`. */
  readonly className: string;
  /** File name without its ending: `instance`. No two differ by case alone. */
  readonly module: string;
  /** `InstanceIdentity`; absent for what there is one of. */
  readonly identityName?: string;
  /** The client's method that makes one: `instance`. */
  readonly method: string;
  /** The inputs that name it in its operations. */
  readonly identity: readonly IdentityMember[];
  /** The member that holds the attributes, and the model that they have. */
  readonly attributes?: { readonly name: string; readonly model: string };
  readonly fields: readonly ResourceField[];
  /** Id of the operation that reads it. */
  readonly load: string;
  readonly update?: ResourceUpdate;
  readonly delete?: ResourceAction;
  readonly actions: readonly ResourceAction[];
  readonly relations: readonly ResourceRelation[];
  readonly waiters: readonly { readonly method: string; readonly waiter: string }[];
  /** The client's method that lists all of them. */
  readonly list?: { readonly method: string; readonly operation: string; readonly items: Way };
  readonly maxAges: Readonly<Record<string, number>>;
  readonly secrets: readonly string[];
  readonly staleCodes: readonly string[];
  /** The way to a member that is set once the thing has been deleted. */
  readonly deleted?: Way;
}

export interface IdentityMember {
  /** Name of the input. */
  readonly name: string;
  readonly type: TypeRef;
  readonly description?: string;
  /** The way to it in a known object. Absent when only the thing that it belongs to knows. */
  readonly way?: Way;
}

export interface ResourceField {
  readonly name: string;
  readonly type: TypeRef;
  readonly required: boolean;
  /** The type in which it can be set; absent when it cannot. */
  readonly settable?: TypeRef;
  /** It can be set and never read, like a password. */
  readonly writeOnly?: boolean;
  readonly description?: string;
  readonly deprecated?: boolean;
}

export interface ResourceUpdate {
  /** Id of the operation. */
  readonly operation: string;
  /** How the input is made: of the changes, or of the whole object. */
  readonly sends: "changes" | "whole";
  /** What is sent with its known value when it has not been changed. */
  readonly always: readonly { readonly name: string; readonly type: TypeRef; readonly required: boolean }[];
  /** The member of the body that takes the attributes, where they do not stand in the body itself. */
  readonly inside?: string;
  /** Where the body is one member of the input: its name. */
  readonly member?: string;
  /** Whether it answers with the object as it is then. */
  readonly answers: boolean;
  /** The type of what can be set. */
  readonly changes: { readonly model: string } | { readonly input: string; readonly without: readonly string[] };
}

/** A method that makes a call. */
export interface ResourceAction {
  /** Name of the method. */
  readonly name: string;
  /** Id of the operation. */
  readonly operation: string;
  readonly given: readonly Given[];
  readonly answer: Answer;
}

/** An input that a resource fills in by itself. */
export interface Given {
  readonly name: string;
  readonly value: GivenValue;
}

export type GivenValue =
  /** A member of the identity. */
  | { readonly kind: "identity"; readonly name: string }
  /** Something that the object holds. */
  | { readonly kind: "known"; readonly way: Way }
  /** A member of the object that answers, or of an item of the answer. */
  | { readonly kind: "answer"; readonly way: Way }
  | { readonly kind: "members"; readonly members: readonly Given[] };

/** What becomes of a reply. */
export type Answer =
  | { readonly kind: "nothing" }
  /** It is given back as it is. */
  | { readonly kind: "plain" }
  /** It is the object itself, which learns it. */
  | { readonly kind: "self" }
  /**
   * It becomes a resource; `identity` says how that is found. With `mayBeSelf` it is the object itself, which learns it,
   * when the identity is the same. What is only read may be an older version, and stays apart.
   */
  | {
      readonly kind: "resource";
      readonly model: string;
      readonly identity: readonly Given[];
      readonly mayBeSelf: boolean;
    };

export interface ResourceRelation {
  /** Name of the method. */
  readonly name: string;
  /** Id of the operation that lists or reads. */
  readonly operation: string;
  readonly given: readonly Given[];
  readonly target:
    /** Pages of resources or of plain objects. */
    | { readonly kind: "pages"; readonly answer: Answer }
    /** A list in one piece; `items` leads to it. */
    | { readonly kind: "list"; readonly items: Way; readonly answer: Answer }
    /** Another thing, whose identity is known without a request. */
    | { readonly kind: "reference"; readonly model: string }
    /** Another thing, or something that is no thing, which has to be read. */
    | { readonly kind: "read"; readonly answer: Answer };
}
