import { isObject, member } from "./json.js";
import { openapi3 } from "./shapes/openapi-3.js";
import { swagger2 } from "./shapes/swagger-2.js";
import type { Dialect } from "./shapes/shape.js";
import type { Json } from "./document.js";
import type { Complaint } from "./finding.js";

/** Which OpenAPI a document is written in. */
export interface Version {
  /** As the document states it; a number is written out (`2` is `2.0`). */
  readonly text: string;
  readonly family: "2.0" | "3.0" | "3.1" | "3.2";
  readonly dialect: Dialect;
}

/** A complaint about the version, and the pointer of what it is about. */
export interface VersionFault extends Complaint {
  readonly pointer: string;
}

/** Reads which version of OpenAPI a document is written in, or says why it is none that can be read. */
export function versionOf(root: Json): Version | VersionFault {
  if (!isObject(root)) {
    return notOpenApi("", "The document is not an object, so it cannot be an OpenAPI document.");
  }
  const key = ["openapi", "swagger"].find((name) => member(root, name) !== undefined);
  if (key === undefined)
    return notOpenApi("", "The document has no `openapi` member, which every OpenAPI document has.");
  const stated = member(root, key);
  // YAML reads an unquoted `3.0` as the number 3.
  const text = typeof stated === "number" && Number.isInteger(stated) ? `${stated}.0` : stated;
  const pointer = `/${key}`;
  if (typeof text !== "string" && typeof text !== "number") {
    return notOpenApi(pointer, `\`${key}\` does not state a version.`);
  }
  const version = String(text);
  const family = /^(2\.0|3\.0|3\.1|3\.2)(?:\.\d+)?(?:-[\w.]+)?$/.exec(version)?.[1];
  if ((key === "swagger") !== (family === "2.0") || !isFamily(family)) {
    return {
      code: "unknown-version",
      message: `\`${key}: ${version}\` is not a version that can be read.`,
      help: 'Known are `swagger: "2.0"` and `openapi:` 3.0, 3.1 and 3.2, with any third number.',
      pointer,
    };
  }
  return { text: version, family, dialect: family === "2.0" ? swagger2 : openapi3 };
}

function isFamily(family: string | undefined): family is Version["family"] {
  return family !== undefined;
}

function notOpenApi(pointer: string, message: string): VersionFault {
  return {
    code: "not-openapi",
    message,
    help: "Begin the document with `openapi: 3.1.0` and an `info` object.",
    pointer,
  };
}
