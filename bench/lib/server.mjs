// @ts-check
// The server that is called: answers every request at once, /small/profile with about 200 bytes of JSON and
// /large/profile with about 1 kB.
import { createServer } from "node:http";
import { profiles } from "./profiles.mjs";

const server = createServer((request, response) => {
  const body = request.url?.startsWith("/large/") ? profiles.large : profiles.small;
  response.writeHead(200, { "content-type": "application/json", "content-length": body.length }).end(body);
});
// Longer than a round, so that no contestant has to connect anew because it waited for its turn.
server.keepAliveTimeout = 600_000;
server.listen(0, "127.0.0.1", () => process.send?.(server.address()));
process.on("disconnect", () => process.exit());
