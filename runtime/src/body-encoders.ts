import type { EncodedBody } from "./body.js";
import { encode, isObject, parts, scalar, write, type Encode, type Styled } from "./encode.js";
import { InputError } from "./errors.js";
import { checkHeader } from "./header.js";
import { losslessText } from "./lossless-json.js";

/** What an operation takes whose body is bytes. A stream can be sent only once, so such a call is never retried. */
export type BinaryBody = Blob | ArrayBuffer | Uint8Array | ReadableStream<Uint8Array> | string;

/** A file of a multipart form with its name and type. */
export interface FilePart {
  /** The content of the file. */
  readonly data: Blob | Uint8Array | ArrayBuffer;
  /** Default: the name of a `File`, else the name of the field. */
  readonly fileName?: string | undefined;
  /** Default: the type of a `Blob`, else `application/octet-stream`. */
  readonly contentType?: string | undefined;
}

/** What a file field of a multipart form takes. */
export type Upload = Blob | Uint8Array | ArrayBuffer | FilePart;

/**
 * A body of text, in UTF-8.
 *
 * @param contentType default: `text/plain; charset=utf-8`
 */
export function textBody(value: unknown, contentType = "text/plain; charset=utf-8"): EncodedBody {
  return { data: scalar(value), contentType };
}

/**
 * A body of bytes as they are.
 *
 * @param wanted its content type; default: that of a `Blob`, else `application/octet-stream`
 * @throws InputError when the body is none of these
 */
export function binaryBody(body: BinaryBody, wanted?: string): EncodedBody {
  const contentType = wanted ?? ((body instanceof Blob && body.type) || "application/octet-stream");
  if (typeof body === "string" || body instanceof Blob) return { data: body, contentType };
  // That a chunk may be shared with other threads is no matter of its type for transports.
  if (body instanceof ReadableStream) return { data: body as ReadableStream<Uint8Array<ArrayBuffer>>, contentType };
  const data = bytesOf(body);
  if (data === undefined)
    throw new InputError("the body must be text, a Blob, an ArrayBuffer, a Uint8Array or a ReadableStream");
  return { data, contentType };
}

/** A view of bytes that no other thread can change, as transports want it; undefined when it is not bytes. */
function bytesOf(value: unknown): Uint8Array<ArrayBuffer> | undefined {
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (!(value instanceof Uint8Array)) return undefined;
  if (!(value.buffer instanceof ArrayBuffer)) return new Uint8Array(value);
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}

/**
 * A body of form fields, `application/x-www-form-urlencoded`: arrays repeat the field, objects are JSON text, in which
 * `bigint` values are numbers.
 *
 * @param styles wrappers such as `deepObject` for the fields that are written in another way
 * @throws InputError when the value is not an object
 */
export function formBody(
  value: unknown,
  styles: Readonly<Record<string, (value: unknown) => Styled>> = {},
): EncodedBody {
  const plus: Encode = (text) => encode(text).replaceAll("%20", "+");
  const written = fieldsOf(value).map(([name, field]) => {
    const style = Object.hasOwn(styles, name) ? styles[name] : undefined;
    return write(style ? style(field) : isObject(field) ? losslessText(field) : field, plus, "&", "=", name);
  });
  return { data: written.filter(Boolean).join("&"), contentType: "application/x-www-form-urlencoded" };
}

/**
 * A body of parts, `multipart/form-data`: bytes and `FilePart`s are files, arrays repeat the field, objects are JSON, in
 * which `bigint` values are numbers.
 *
 * @param fields the content type of a field where it is not the usual one
 * @throws InputError when the value is not an object, or a name or type would forge a header
 */
export function multipartBody(
  value: unknown,
  fields: Readonly<Record<string, { readonly contentType?: string }>> = {},
): EncodedBody {
  const boundary = `clientwright-${crypto.randomUUID()}`;
  const chunks: (string | Blob | Uint8Array<ArrayBuffer>)[] = [];
  for (const [name, field] of fieldsOf(value)) {
    const contentType = Object.hasOwn(fields, name) ? fields[name]?.contentType : undefined;
    for (const [, item] of parts([field].flat())) {
      const part = makePart(name, item, contentType);
      chunks.push(`--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"${part.head}\r\n\r\n`);
      chunks.push(part.data, "\r\n");
    }
  }
  chunks.push(`--${boundary}--\r\n`);
  return { data: new Blob(chunks), contentType: `multipart/form-data; boundary=${boundary}` };
}

/** The fields of a form; undefined ones are left out. */
function fieldsOf(body: unknown): [string, unknown][] {
  if (!isObject(body)) throw new InputError("the body of a form must be an object");
  return Object.entries(body).filter(([, value]) => value !== undefined);
}

interface Part {
  /** What follows the field's name in the head of the part. */
  readonly head: string;
  readonly data: string | Blob | Uint8Array<ArrayBuffer>;
}

function makePart(name: string, value: unknown, declared: string | undefined): Part {
  const file = isFilePart(value) ? value : undefined;
  const data = file ? file.data : value;
  const bytes = data instanceof Blob ? data : bytesOf(data);
  if (bytes === undefined) {
    const type = declared ?? (isObject(value) ? "application/json" : undefined);
    // JSON text of a single value is the value in quotes, which only a declared JSON type asks for.
    const json = isObject(value) || (declared !== undefined && /\bjson\b/.test(declared));
    return { head: typeLine(type), data: json ? losslessText(value) : scalar(value) };
  }
  const blobType = bytes instanceof Blob ? bytes.type : "";
  const blobName = "name" in bytes && typeof bytes.name === "string" ? bytes.name : "";
  const type = file?.contentType ?? declared ?? (blobType || "application/octet-stream");
  return { head: `; filename="${quoted(file?.fileName ?? (blobName || name))}"${typeLine(type)}`, data: bytes };
}

function isFilePart(value: unknown): value is FilePart {
  if (typeof value !== "object" || value === null || !("data" in value)) return false;
  return value.data instanceof Blob || bytesOf(value.data) !== undefined;
}

function typeLine(type: string | undefined): string {
  if (type === undefined) return "";
  checkHeader("Content-Type", type);
  return `\r\nContent-Type: ${type}`;
}

/** A name within quotes. A line break would end the line and let a name forge headers. */
function quoted(name: string): string {
  if (/[\r\n\0]/.test(name))
    throw new InputError(`the field or file name ${JSON.stringify(name)} holds a line break or NUL`);
  return name.replaceAll('"', "%22");
}
