/** Why the API says no. Which status and body that makes is the API's own matter. */
export type RefusalKind =
  | "invalid"
  | "unauthorized"
  | "forbidden"
  | "missing"
  | "method"
  | "conflict"
  | "gone"
  | "media"
  | "throttled"
  | "broken";

export interface RefusalDetail {
  readonly message: string;
  readonly field?: string;
}

export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly kind: RefusalKind;
  readonly details: readonly RefusalDetail[];
  /** The status, where it is certain. */
  readonly status: number | undefined;
  /** The API's code for it, where the document says. */
  readonly code: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    kind: RefusalKind,
    details: string | readonly RefusalDetail[],
    options: {
      readonly status?: number;
      readonly code?: string;
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    const list = typeof details === "string" ? [{ message: details }] : details;
    super(list.map(({ message }) => message).join("; "));
    this.kind = kind;
    this.details = list;
    this.status = options.status;
    this.code = options.code;
    this.headers = options.headers ?? {};
  }
}
