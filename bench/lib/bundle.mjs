// @ts-check
// Bundles made from the sources, so that nothing has to be built first, or from built packages.
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** What programs import, and so what their bundles hold. */
export const programs = {
  /** One operation with all that lies beneath it: sign-in, retries, timeouts, errors. */
  oneOperation: `export { createClient, getProfile } from "@clientwright/linode";`,
  clientAlone: `export { createClient } from "@clientwright/linode";`,
  client: `export * from "@clientwright/linode";`,
  facade: `export { LinodeClient } from "@clientwright/linode";`,
  everything: `export * from "@clientwright/linode"; export * from "@clientwright/runtime";`,
};

/**
 * Bundles a program for the browser, minified.
 *
 * @param {string} program the text of an ES module
 * @param {{ treeShaking?: boolean, packages?: string }} [options] without tree shaking even modules of which nothing is
 *   used are kept; `packages` is a folder with built packages in its `node_modules`, without it the sources are taken
 * @returns {Promise<{ code: string, minified: number, gzipped: number, files: string[] }>} sizes in bytes, and the files
 *   of which something is in the bundle
 */
export async function bundle(program, { treeShaking = true, packages } = {}) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: program, resolveDir: packages ?? root },
    absWorkingDir: root,
    alias:
      packages === undefined
        ? {
            "@clientwright/runtime": `${root}runtime/src/index.ts`,
            "@clientwright/linode": `${root}generated/linode/src/index.ts`,
          }
        : {},
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    charset: "utf8",
    treeShaking,
    ignoreAnnotations: !treeShaking,
    write: false,
    metafile: true,
    logLevel: "silent",
  });
  const bytes = outputFiles[0]?.contents ?? new Uint8Array();
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  return {
    code: Buffer.from(bytes).toString(),
    minified: bytes.length,
    gzipped: gzipSync(bytes, { level: 9 }).length,
    files: inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([file]) => file),
  };
}
