import { readFileSync } from "node:fs";

/** What an editor shows of a function, or of a member of an interface, in one line. */
export function documentationOf(file: string, name: string, member?: string): string {
  const source = readFileSync(`generated/linode/src/${file}`, "utf8");
  const at = member === undefined ? source : bodyOf(source, name);
  const target = member === undefined ? `export (?:async )?function ${name}\\(` : `(?:readonly )?${member}\\??:`;
  const [, words] = new RegExp(`/\\*\\*((?:(?!/\\*\\*).)*)\\*/\\s*${target}`, "s").exec(at) ?? [];
  if (words === undefined) throw new Error(`${file} says nothing about ${[name, member].join(" ")}`);
  return words.replaceAll(/(?:\s+\*?)+\s*/g, " ").trim();
}

function bodyOf(source: string, name: string): string {
  const [body] = new RegExp(`export interface ${name} (?:extends [^{]*)?\\{.*?\\n\\}`, "s").exec(source) ?? [];
  if (body === undefined) throw new Error(`there is no interface ${name}`);
  return body;
}
