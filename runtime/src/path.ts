import { encode, write } from "./encode.js";
import { InputError } from "./errors.js";

/**
 * Makes the path of a request. Values are percent-encoded in style `simple`, unless they are wrapped in another one.
 *
 * A value that is missing, that would leave a segment empty, or make it `.` or `..` in any encoding, is refused, since
 * URL parsers and servers would then look elsewhere than the caller meant.
 *
 * @throws InputError naming the path
 */
export function path(literals: TemplateStringsArray, ...values: readonly unknown[]): string {
  const template = literals.join("{}");
  const written = values.map((value) => write(value, encode));
  const text = String.raw({ raw: literals }, ...written);
  // Encoded values hold neither of these signs, so that the segments of text and template are the same ones.
  const segments = text.split(/[/?]/);
  template.split(/[/?]/).forEach((literal, index) => {
    // Servers may decode more than once, take a backslash for a slash, and cut a segment at a semicolon.
    const plain = segments[index]?.replace(/%(25)*2e/gi, ".").replace(/%(25)*(2f|5c)/gi, "/");
    if (literal.includes("{}") && (!plain || written.includes("") || /(^|\/)\.\.?(\/|;|%(25)*3b|$)/i.test(plain))) {
      throw new InputError(`a value of the path ${template} is missing, empty, . or ..`);
    }
  });
  return text;
}
