// @ts-check
import { decode, encode } from "@jridgewell/sourcemap-codec";

/**
 * Takes the doc comments out of a bundle. The declarations have them, and Node would read them at every start.
 *
 * @param {string} code as esbuild prints it: such a comment has its lines to itself
 * @param {string} map its source map
 */
export function withoutDocs(code, map) {
  const { mappings, ...rest } = JSON.parse(map);
  const places = decode(mappings);
  let isDoc = false;
  const kept = code.split("\n").flatMap((line, index) => {
    isDoc ||= /^\s*\/\*\*/.test(line);
    const isKept = !isDoc;
    if (line.endsWith("*/")) isDoc = false;
    return isKept ? [{ line, place: places[index] ?? [] }] : [];
  });
  return {
    code: kept.map(({ line }) => line).join("\n"),
    map: JSON.stringify({ ...rest, mappings: encode(kept.map(({ place }) => place)) }),
  };
}
