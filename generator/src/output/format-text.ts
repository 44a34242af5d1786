import { format } from "prettier";
import type { OutputFile } from "./output-file.js";

/** One file's text in its final form: formatted, with LF line ends and one at the end of the file. */
export async function formatText(file: OutputFile): Promise<string> {
  const text = file.text.replaceAll("\r\n", "\n");
  if (file.format === "none") return text === "" || text.endsWith("\n") ? text : `${text}\n`;
  try {
    return await format(text, { parser: file.format, printWidth: 120 });
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n", 1)[0] : String(error);
    throw new Error(`\`${file.path}\` cannot be formatted: ${reason}`, { cause: error });
  }
}
