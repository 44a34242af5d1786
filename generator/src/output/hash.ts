import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";

/**
 * Hash of a text as the lock file keeps it: SHA-256 in hexadecimal. CRLF counts as LF, so that a checkout which
 * converts line ends does not look like an edit.
 */
export function hashText(text: string): string {
  return createHash("sha256").update(text.replaceAll("\r\n", "\n"), "utf8").digest("hex");
}

/** Hash of what a file holds: that of its text, or of its bytes where they are no text. */
export function hashBytes(bytes: Buffer): string {
  return isUtf8(bytes) ? hashText(bytes.toString("utf8")) : createHash("sha256").update(bytes).digest("hex");
}
