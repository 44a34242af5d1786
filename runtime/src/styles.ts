import { encode as encodeAll, parts, scalar, write, type Encode, type Styled } from "./encode.js";
import { losslessText } from "./lossless-json.js";

/** How a query parameter is written. */
export interface QueryStyle {
  /** Leaves reserved signs such as `/` and `:` as they are (`allowReserved`); `&`, `#` and `+` are always encoded. */
  readonly reserved?: boolean;
}

/** As the plain encoding, but leaves reserved signs and ready percent-encoded triples alone. */
function encodeReserved(text: string): string {
  const parts = text.split(/(%[0-9a-f]{2}|[:/?[\]@!$'()*,;=]+)/i);
  return parts.map((part, index) => (index % 2 === 1 ? part : encodeAll(part))).join("");
}

/** JSON text with every character beyond ASCII escaped, as headers need it. */
function escapeToAscii(json: string): string {
  return json.replace(/[\x7f-\uffff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function query(style: QueryStyle | undefined, write: (name: string, encode: Encode) => string): Styled {
  return (name, encode) => write(name, style?.reserved === true ? encodeReserved : encode);
}

/** Joins items, and the members of an object as `key`, `value`, under one name. */
function joined(value: unknown, separator: string, style: QueryStyle | undefined): Styled {
  return query(style, (name, encode) => {
    const list = write(value, encode, separator, separator);
    return parts(value).length === 0 ? "" : `${encodeAll(name)}=${list}`;
  });
}

/** Style `form` with allowReserved: exploded, reserved signs as they are. */
export function reserved(value: unknown): Styled {
  return (name) =>
    parts(value)
      .map(([key = name, part]) => `${encodeAll(key)}=${encodeReserved(scalar(part))}`)
      .join("&");
}

/** Style `form`, not exploded: `name=a,b`. */
export function formJoined(value: unknown, style?: QueryStyle): Styled {
  return joined(value, ",", style);
}

/** Style `spaceDelimited`, not exploded: `name=a%20b`. */
export function spaceDelimited(value: unknown, style?: QueryStyle): Styled {
  return joined(value, "%20", style);
}

/** Style `pipeDelimited`, not exploded: `name=a%7Cb`. */
export function pipeDelimited(value: unknown, style?: QueryStyle): Styled {
  return joined(value, "%7C", style);
}

/** Style `deepObject`: `name[key]=value`; deeper objects nest their brackets, arrays repeat the name. */
export function deepObject(value: unknown, style?: QueryStyle): Styled {
  return query(style, (name, encode) => {
    const pairs: string[] = [];
    const walk = (key: string, at: unknown): void => {
      for (const [member, part] of parts(at)) {
        if (member === undefined) pairs.push(`${key}=${encode(scalar(part))}`);
        else walk(`${key}%5B${encodeAll(member)}%5D`, part);
      }
    };
    walk(encodeAll(name), value);
    return pairs.join("&");
  });
}

/** A parameter whose `content` is `application/json`: its value is JSON text. Also for headers, paths and cookies. */
export function jsonParam(value: unknown, style?: QueryStyle): Styled {
  return query(style, (name, encode) => {
    if (value === undefined) return "";
    const text = losslessText(value);
    // Without a name it goes into a header or a path; headers cannot carry all characters, but JSON can escape them.
    return name === "" ? encode(escapeToAscii(text)) : `${encodeAll(name)}=${encode(text)}`;
  });
}

/** Style `simple`, exploded: the members of an object as `key=value`, joined by commas. For headers and paths. */
export function simpleExplode(value: unknown): Styled {
  return (_name, encode) => write(value, encode, ",", "=");
}

/** Style `label` of paths: `.a.b`. Exploded, the members of an object are `.key=value`. */
export function label(value: unknown, explode = false): Styled {
  return (_name, encode) => {
    const list = explode ? write(value, encode, ".", "=") : write(value, encode);
    return parts(value).length === 0 ? "" : `.${list}`;
  };
}

/** Style `matrix` of paths: `;name=a,b`; exploded `;name=a;name=b`, and `;key=value` for the members of an object. */
export function matrix(name: string, value: unknown, explode = false): Styled {
  return (_name, encode) => {
    if (parts(value).length === 0) return "";
    return `;${explode ? write(value, encode, ";", "=", name) : `${encode(name)}=${write(value, encode)}`}`;
  };
}
