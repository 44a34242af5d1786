import type { ErrorShape } from "../spec/extensions.js";
import { at, isObject, put, string, type Json } from "../spec/json.js";
import type { Operation, Response } from "../spec/operations.js";
import type { Schemas } from "../spec/schemas.js";
import type { Making } from "../state/make.js";
import type { Refusal, RefusalKind } from "../state/refusal.js";
import type { World } from "../state/world.js";

const statuses: Readonly<Record<RefusalKind, number>> = {
  ...{
    invalid: 400,
    unauthorized: 401,
    forbidden: 403,
    missing: 404,
    method: 405,
    conflict: 409,
    gone: 410,
    media: 415,
    throttled: 429,
    broken: 500,
  },
};

/** What codes of an API usually say, by status, the likeliest first. */
const words: Readonly<Record<number, readonly RegExp[]>> = {
  400: [/^invalid_?(argument|parameter|request|input)/i, /^bad_?request/i, /invalid|validation/i],
  401: [/^invalid_?credentials/i, /^unauthori[sz]ed/i, /unauth/i],
  403: [/^forbidden/i, /not_?authori[sz]ed/i, /permission|denied/i],
  404: [/^(resource_?)?not_?found/i, /not_?found/i],
  405: [/^(bad_?method|method_?not_?allowed)/i],
  406: [/not_?acceptable|wrong_?accept/i],
  409: [/^invalid_?argument/i, /^conflict/i, /in_?use|exists/i],
  415: [/unsupported_?media/i],
  422: [/valid|unprocess/i],
  429: [/throttl/i, /rate_?limit|too_?many/i],
  500: [/^internal/i],
  503: [/unavailable|maintenance/i],
};

const phrases: Readonly<Record<number, string>> = {
  ...{
    400: "BadRequest",
    401: "Unauthorized",
    403: "Forbidden",
    404: "NotFound",
    405: "MethodNotAllowed",
    406: "NotAcceptable",
    409: "Conflict",
    410: "Gone",
  },
  ...{
    415: "UnsupportedMediaType",
    422: "UnprocessableEntity",
    429: "TooManyRequests",
    500: "InternalServerError",
    502: "BadGateway",
    503: "ServiceUnavailable",
    504: "GatewayTimeout",
  },
};

type Refused = Pick<Refusal, "details" | "kind" | "code">;

/** Says no in the API's own words. */
export class Errors {
  readonly #shape: ErrorShape | undefined;
  readonly #schemas: Schemas;
  readonly #world: World;
  readonly #operations: readonly Operation[];
  readonly #codes: readonly string[];

  constructor(shape: ErrorShape | undefined, schemas: Schemas, world: World, operations: readonly Operation[]) {
    this.#shape = shape;
    this.#schemas = schemas;
    this.#world = world;
    this.#operations = operations;
    this.#codes = this.#knownCodes();
  }

  /** The header in which this API names requests. */
  get requestIdHeader(): string | undefined {
    return this.#shape?.requestId?.header;
  }

  /** The status for a refusal, as far as the operation's responses tell how this API puts it. */
  statusOf(refusal: Refusal, operation: Operation | undefined): number {
    if (refusal.status !== undefined) return refusal.status;
    const stated = this.#shape?.statuses?.[refusal.kind];
    if (stated !== undefined) return stated;
    const declared = Object.keys(operation?.responses ?? {});
    // Some APIs call input that they can read but not take 422, and some 409; their operations say so.
    const alternatives: Partial<Record<RefusalKind, readonly string[]>> = {
      invalid: ["400", "422", "409"],
      conflict: ["409", "400", "422"],
      gone: ["410", "404"],
    };
    const found = alternatives[refusal.kind]?.find((status) => declared.includes(status));
    if (found !== undefined) return Number(found);
    const usual = statuses[refusal.kind];
    // Where nothing is declared beside `default`, refusing a state is one more refusal of input.
    return refusal.kind === "conflict" && declared.includes("default") && !this.#declares("409") ? 400 : usual;
  }

  body(status: number, refusal: Refused, operation: Operation | undefined, requestId: string): Json {
    const response =
      operation?.responses[String(status)] ??
      operation?.responses[`${String(status)[0]}XX`] ??
      operation?.responses["default"] ??
      this.#usual();
    const media = response?.content.find(({ type }) => /json/.test(type));
    const shape = this.#shape;
    if (media?.schema === undefined && shape === undefined)
      return { message: refusal.details.map(({ message }) => message).join("; ") };
    const making = this.#world.making();
    if (shape === undefined) return this.#guess(media?.schema, media?.example, status, refusal, making);
    const code = this.#code(status, refusal, media?.example);
    const listSchema =
      shape.list === undefined ? undefined : this.#schemas.shape(this.#schemas.at(media?.schema, shape.list)).items;
    let body = this.#numbered(
      this.#schemas.shape(media?.schema).type === undefined ? {} : this.#blank(media?.schema, making),
      media?.schema,
      status,
    );
    if (shape.list === undefined) body = this.#fill(body, media?.schema, refusal.details, code);
    else
      body = put(
        body,
        shape.list,
        refusal.details.map((detail) => this.#fill(this.#blank(listSchema, making), listSchema, [detail], code)),
      );
    return shape.requestId?.body === undefined ? body : put(body, shape.requestId.body, requestId);
  }

  /** Required members alone: the example of an error would tell of another one. */
  #blank(schema: Json | undefined, making: Making): Json {
    const made = schema === undefined ? {} : this.#world.maker.make(schema, undefined, undefined, making);
    return isObject(made) ? made : {};
  }

  #fill(body: Json, schema: Json | undefined, details: Refusal["details"], code: string): Json {
    const { message, field, code: codeAt } = this.#shape ?? {};
    let result = body;
    const text = details
      .map(({ field: name, message: why }) =>
        name !== undefined && field === undefined && !why.startsWith(name) ? `${name}: ${why}` : why,
      )
      .join("\n");
    if (message !== undefined) result = put(result, message, text);
    if (codeAt !== undefined)
      result = put(
        result,
        codeAt,
        this.#schemas.shape(this.#schemas.at(schema, codeAt)).type === "integer" ? Number(code) || 0 : code,
      );
    const name = details[0]?.field;
    if (field !== undefined && name !== undefined) result = put(result, field, name);
    else if (field !== undefined && isObject(result)) delete result[field.slice(1)];
    return result;
  }

  /** Whole numbers in an error body that are called so hold the status. */
  #numbered(body: Json, schema: Json | undefined, status: number): Json {
    if (!isObject(body)) return body;
    for (const [name, property] of Object.entries(this.#schemas.shape(schema).properties)) {
      const { type } = this.#schemas.shape(property);
      if ((type === "integer" || type === "number") && /status|code/i.test(name) && `/${name}` !== this.#shape?.code)
        body[name] = status;
    }
    return body;
  }

  /** A body of a foreign document: its text goes where text goes. */
  #guess(schema: Json | undefined, example: Json | undefined, status: number, refusal: Refused, making: Making): Json {
    const body = this.#numbered(this.#world.maker.make(schema, undefined, example, making), schema, status);
    const text = refusal.details.map(({ message }) => message).join("; ");
    if (!isObject(body)) return body;
    for (const name of ["message", "detail", "error_description", "description", "title", "error", "reason"]) {
      const property = this.#schemas.property(schema, name);
      if (property !== undefined && this.#schemas.shape(property).type === "string") {
        body[name] = text;
        break;
      }
    }
    return body;
  }

  #code(status: number, { details, kind, code: stated }: Refused, example: Json | undefined): string {
    if (stated !== undefined) return stated;
    const isMissing = details.length > 0 && details.every(({ message }) => / is required\.?$/.test(message));
    const wanted = [
      ...(isMissing ? [/^missing_?(parameter|argument)/i] : []),
      ...(kind === "conflict" ? [/^invalid_?state/i] : []),
      ...(words[status] ?? []),
    ];
    const known = wanted
      .map((pattern) => this.#codes.find((code) => pattern.test(code)))
      .find((code) => code !== undefined);
    const shown = string(
      at(
        this.#shape?.list === undefined ? example : (at(example, `${this.#shape.list}/0`) ?? example),
        this.#shape?.code ?? "",
      ),
    );
    if (known !== undefined) return known;
    // An API whose codes are numbers of its own has one in its example.
    return shown !== undefined && /^\d+$/.test(shown) ? shown : (phrases[status] ?? "Error");
  }

  /** Codes that the document knows: from the enum of the code, and from examples of errors. */
  #knownCodes(): readonly string[] {
    const { code, list } = this.#shape ?? {};
    if (code === undefined) return [];
    const found = new Set<string>();
    for (const operation of this.#operations)
      for (const [status, { content }] of Object.entries(operation.responses)) {
        if (/^[23]/.test(status)) continue;
        for (const { schema, example } of content) {
          const holder = list === undefined ? schema : this.#schemas.shape(this.#schemas.at(schema, list)).items;
          for (const value of this.#schemas.shape(this.#schemas.at(holder, code)).enum ?? [])
            if (typeof value === "string") found.add(value);
          const shown = at(list === undefined ? example : at(example, `${list}/0`), code);
          if (typeof shown === "string") found.add(shown);
        }
      }
    return [...found];
  }

  #usual(): Response | undefined {
    return this.#operations.find(({ responses }) => responses["default"] !== undefined)?.responses["default"];
  }

  #declares(status: string): boolean {
    return this.#operations.some(({ responses }) => responses[status] !== undefined);
  }
}
