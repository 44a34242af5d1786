/** Device names that Windows keeps for itself, with any ending. */
const reservedName = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

/** What Windows forbids in a file name, and what would show up strangely elsewhere: control characters included. */
const forbiddenCharacter = /[\u0000-\u001f\u007f-\u009f<>:"|?*\\]/;

/**
 * Why a path may not be used inside an output folder, or undefined when it may. A path is relative, uses forward
 * slashes, stays in the folder, and means the same file on every system.
 */
export function pathProblem(path: string): string | undefined {
  if (path === "") return "it is empty";
  if (path.startsWith("/")) return "it is absolute";
  if (forbiddenCharacter.test(path)) return "it holds a character that is not allowed in file names";
  for (const segment of path.split("/")) {
    if (segment === "" || segment === "." || segment === "..") return `it has the segment \`${segment}\``;
    if (segment.endsWith(".") || segment.endsWith(" ")) return `the segment \`${segment}\` ends with a dot or a space`;
    if (reservedName.test(segment)) return `\`${segment}\` is a reserved name on Windows`;
  }
  return undefined;
}

/** A path as file systems see it that ignore case and Unicode form. */
function folded(path: string): string {
  return path.normalize("NFC").toLowerCase();
}

/** A path that cannot be used, and why. */
export interface BadPath {
  readonly path: string;
  readonly reason: string;
}

/** Every path that cannot be used, by itself or beside the others. */
export function badPaths(paths: readonly string[]): readonly BadPath[] {
  const bad: BadPath[] = [];
  const files = new Map<string, string>();
  for (const path of paths) {
    const reason = pathProblem(path);
    const twin = files.get(folded(path));
    if (reason !== undefined) bad.push({ path, reason });
    else if (twin !== undefined) bad.push({ path, reason: `on some systems it is the same file as \`${twin}\`` });
    else files.set(folded(path), path);
  }
  for (const [key, path] of files) {
    const folder = ancestors(key).find((ancestor) => files.has(ancestor));
    if (folder !== undefined) bad.push({ path, reason: `\`${files.get(folder) ?? folder}\` is a file, not a folder` });
  }
  return bad;
}

/** The folders that a path lies in, the outermost first, without the output folder itself. */
export function ancestors(path: string): readonly string[] {
  const segments = path.split("/");
  return segments.slice(1).map((_, index) => segments.slice(0, index + 1).join("/"));
}
