import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bodyOf, start } from "./server.js";
import type { Outcome } from "./suite.js";

/** Where Debian puts the browser. */
export const executable = "/usr/bin/chromium";

/** How the cases ended in a page and in a worker. */
export interface BrowserOutcomes {
  readonly page: readonly Outcome[];
  readonly worker: readonly Outcome[];
}

const flags = [
  ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

/**
 * Runs a script in a page of a fresh browser, and gives what the page tells of it.
 *
 * @param api where the server is that the page is to talk to; it is another origin than the page's
 */
export async function runInChromium(script: string, api: string, limitMs: number): Promise<BrowserOutcomes> {
  let told: (body: string) => void = () => undefined;
  const telling = new Promise<string>((resolve) => (told = resolve));
  const site = await start((request, response) => {
    if (request.method === "POST") {
      void bodyOf(request).then((body) => {
        response.end();
        told(Buffer.from(body, "latin1").toString());
      });
    } else if (request.url?.startsWith("/script.js")) {
      response.writeHead(200, { "content-type": "text/javascript" }).end(script);
    } else {
      const page =
        '<!doctype html><meta charset="utf-8"><script type="module">import(`/script.js${location.search}`)</script>';
      response.writeHead(200, { "content-type": "text/html" }).end(page);
    }
  });
  const profile = await mkdtemp(join(tmpdir(), "clientwright-chromium-"));
  const url = `${site.url}/?api=${encodeURIComponent(api)}`;
  const browser = spawn(executable, [...flags, `--user-data-dir=${profile}`, url], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let complaints = "";
  browser.stderr.on("data", (chunk: Buffer) => (complaints = (complaints + chunk.toString()).slice(-2_000)));
  const ended = new Promise<void>((resolve) => browser.on("close", () => resolve()));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const failing = new Promise<never>((_, reject) => {
    const fail = (why: string): void => reject(new Error(`${why}; it last said:\n${complaints}`));
    browser.on("error", reject);
    void ended.then(() => fail("the browser ended too early"));
    timer = setTimeout(() => fail(`the browser told nothing within ${limitMs} ms`), limitMs);
  });
  try {
    return JSON.parse(await Promise.race([telling, failing])) as BrowserOutcomes;
  } finally {
    clearTimeout(timer);
    browser.kill();
    await ended;
    site.close();
    // The last of its processes may still write.
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}
