import { encode as encodeAll, parts, scalar, write, type Encode, type Styled } from "./encode.js";
import { losslessText } from "./lossless-json.js";

/** How a query parameter is written. */
export interface QueryStyle {
  /** Leaves reserved signs such as `/` and `:` as they are (`allowReserved`); `&`, `#` and `+` are always encoded. */
  readonly reserved?: boolean;
}

/** As the plain encoding, but leaves reserved signs and ready percent-encoded triples alone. */
const encodeReserved: Encode = (text) =>
  encodeAll(text)
    .replace(/%(3A|2F|3F|5B|5D|40|24|2C|3B|3D)/g, decodeURIComponent)
    .replace(/%25(?=[\da-f]{2})/gi, "%");

/** JSON text with every character beyond ASCII escaped, as headers need it. */
const escapeToAscii = (json: string): string =>
  json.replace(/[\x7f-\uffff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);

function query(style: QueryStyle | undefined, write: Styled): Styled {
  return (name, encode) => write(name, style?.reserved ? encodeReserved : encode);
}

/** What a style makes of a value, or nothing when it has no parts. */
const unlessEmpty = (value: unknown, text: string): string => (parts(value).length === 0 ? "" : text);

/** Joins items, and the members of an object as `key`, `value`, under one name. */
const joined = (value: unknown, separator: string, style: QueryStyle | undefined): Styled =>
  query(style, (name, encode) =>
    unlessEmpty(value, `${encodeAll(name)}=${write(value, encode, separator, separator)}`),
  );

/** Style `form` with allowReserved: exploded, reserved signs as they are. */
export function reserved(value: unknown): Styled {
  return (name) =>
    parts(value)
      .map(([key = name, part]) => `${encodeAll(key)}=${encodeReserved(scalar(part))}`)
      .join("&");
}

/** Style `form`, not exploded: `name=a,b`. */
export const formJoined = (value: unknown, style?: QueryStyle): Styled => joined(value, ",", style);

/** Style `spaceDelimited`, not exploded: `name=a%20b`. */
export const spaceDelimited = (value: unknown, style?: QueryStyle): Styled => joined(value, "%20", style);

/** Style `pipeDelimited`, not exploded: `name=a%7Cb`. */
export const pipeDelimited = (value: unknown, style?: QueryStyle): Styled => joined(value, "%7C", style);

/** Style `deepObject`: `name[key]=value`; deeper objects nest their brackets, arrays repeat the name. */
export const deepObject = (value: unknown, style?: QueryStyle): Styled =>
  query(style, (name, encode) => {
    const pairs = (key: string, at: unknown): string[] =>
      parts(at).flatMap(([member, part]) =>
        member === undefined ? `${key}=${encode(scalar(part))}` : pairs(`${key}%5B${encodeAll(member)}%5D`, part),
      );
    return pairs(encodeAll(name), value).join("&");
  });

/** A parameter whose `content` is `application/json`: its value is JSON text. Also for headers, paths and cookies. */
export const jsonParam = (value: unknown, style?: QueryStyle): Styled =>
  query(style, (name, encode) => {
    if (value === undefined) return "";
    const text = losslessText(value);
    // Without a name it goes into a header or a path; headers cannot carry all characters, but JSON can escape them.
    return name === "" ? encode(escapeToAscii(text)) : `${encodeAll(name)}=${encode(text)}`;
  });

/** Style `simple`, exploded: the members of an object as `key=value`, joined by commas. For headers and paths. */
export function simpleExplode(value: unknown): Styled {
  return (_name, encode) => write(value, encode, ",", "=");
}

/** Style `label` of paths: `.a.b`. Exploded, the members of an object are `.key=value`. */
export function label(value: unknown, explode = false): Styled {
  return (_name, encode) => unlessEmpty(value, `.${explode ? write(value, encode, ".", "=") : write(value, encode)}`);
}

/** Style `matrix` of paths: `;name=a,b`; exploded `;name=a;name=b`, and `;key=value` for the members of an object. */
export function matrix(name: string, value: unknown, explode = false): Styled {
  return (_name, encode) =>
    unlessEmpty(
      value,
      explode ? `;${write(value, encode, ";", "=", name)}` : `;${encode(name)}=${write(value, encode)}`,
    );
}
