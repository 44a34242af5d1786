// @ts-check
import { copyFileSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { bundleEntries, root } from "../../scripts/lib/build.mjs";

/**
 * Puts the runtime and the Linode client into the `node_modules` of a folder as the build makes them, but from the sources
 * as they are now.
 *
 * @param {string} folder
 */
export async function installBuilt(folder) {
  const modules = join(folder, "node_modules");
  for (const [name, from] of Object.entries({ runtime: "runtime", linode: "generated/linode" })) {
    const into = join(modules, "@clientwright", name);
    mkdirSync(join(into, "dist"), { recursive: true });
    copyFileSync(join(root, from, "package.json"), join(into, "package.json"));
    await bundleEntries(from, join(into, "dist"));
  }
  for (const name of ["sshpk", "undici"].filter((name) => !readdirSync(modules).includes(name)))
    symlinkSync(join(root, "node_modules", name), join(modules, name));
}

/** Where the files of the built packages lie below such a folder. @param {string} folder */
export function builtFiles(folder) {
  return readdirSync(join(folder, "node_modules/@clientwright"), { recursive: true, encoding: "utf8" })
    .filter((file) => dirname(file) !== "." && /dist.*\.\w+$/.test(file))
    .sort();
}
