import { runAll, type Outcome } from "./suite.js";

// Runs the suite in a page and then, by the same script, in a worker, which has no document; tells both outcomes.

const api = new URLSearchParams(location.search).get("api") ?? "";

if ("document" in globalThis) {
  const inPage = await runAll(api);
  const worker = new Worker(import.meta.url, { type: "module" });
  const inWorker = await new Promise<Outcome[]>((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<Outcome[]>) => resolve(data);
    worker.onerror = ({ message }) => resolve([{ name: "the worker", error: message }]);
  });
  await fetch("/outcomes", { method: "POST", body: JSON.stringify({ page: inPage, worker: inWorker }) });
} else {
  postMessage(await runAll(api));
}
