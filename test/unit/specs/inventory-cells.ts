/** A field as a cell of the inventory writes it: `data[]`, `iso_code*`, `security_questions[]{id, question}`. */
export interface CellField {
  readonly name: string;
  readonly required: boolean;
  readonly list: boolean;
  readonly fields: readonly CellField[];
}

/** Reads a list of fields: `a, b*, c[]{d, e}`. */
export function readFields(cell: string): readonly CellField[] {
  return splitOutside(cell).map((part) => {
    const [, name = "", marks = "", inner] = /^([A-Za-z0-9_-]+)([*[\]]*)(?:\{(.*)\})?$/.exec(part) ?? [];
    if (name === "") throw new Error(`cannot read the field "${part}"`);
    return {
      name,
      required: marks.includes("*"),
      list: marks.includes("[]"),
      fields: inner === undefined ? [] : readFields(inner),
    };
  });
}

/** Reads the parameters cell: `path appId* (integer); query page, page_size (a remark); header X-Filter (JSON)`. */
export function readParameters(
  cell: string,
): readonly { readonly place: string; readonly name: string; readonly required: boolean }[] {
  if (cell === "-") return [];
  return cell.split(";").flatMap((part) => {
    const [, place = "", names = ""] = /^(path|query|header) (.*)$/.exec(part.replace(/\(.*?\)/g, "").trim()) ?? [];
    return names
      .split(",")
      .map((name) => ({ place, name: name.trim().replace("*", ""), required: name.includes("*") }));
  });
}

/** Splits at the commas that stand outside braces. */
function splitOutside(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const [index, letter] of [...text].entries()) {
    if (letter === "{") depth += 1;
    if (letter === "}") depth -= 1;
    if (letter !== "," || depth > 0) continue;
    parts.push(text.slice(start, index));
    start = index + 1;
  }
  return [...parts, text.slice(start)].map((part) => part.trim()).filter((part) => part !== "");
}
