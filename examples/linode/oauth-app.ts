import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { LinodeClient, LinodeOAuth, LinodeScope, type LinodeOptions } from "@clientwright/linode";
import type { Authorization, OAuth2Tokens } from "@clientwright/runtime";

/** What the application wants to be allowed: to manage NodeBalancers, and to see the Linodes behind them. */
export const wanted: readonly LinodeScope[] = [LinodeScope.NodebalancersReadWrite, LinodeScope.LinodesReadOnly];

/** Everything there is to be allowed. Users are asked for it, and may well refuse. */
export const everything: readonly LinodeScope[] = Object.values(LinodeScope);

/** A visit of the application, known by a cookie. Tokens belong to one user and stay here, on the server. */
interface Visit {
  begun?: Authorization | undefined;
  tokens?: OAuth2Tokens | undefined;
}

/**
 * A web application that its users sign in to with their Linode account: `/login` sends them to Linode, `/back` is where
 * they come back to, and `/logout` ends it.
 */
export function application(
  oauth: LinodeOAuth,
  scopes: readonly LinodeScope[] = wanted,
  options: LinodeOptions = {},
): Server {
  const visits = new Map<string, Visit>();
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? "/", `http://${request.headers.host}`);
    const [, known] = /visit=([\w-]+)/.exec(request.headers.cookie ?? "") ?? [];
    const id = known !== undefined && visits.has(known) ? known : crypto.randomUUID();
    const visit = visits.get(id) ?? {};
    visits.set(id, visit);
    response.setHeader("set-cookie", `visit=${id}; HttpOnly; SameSite=Lax; Path=/`);

    if (url.pathname === "/login") {
      visit.begun = await oauth.start({ scopes });
      response.writeHead(302, { location: visit.begun.url }).end();
    } else if (url.pathname === "/back" && visit.begun) {
      visit.tokens = await oauth.finish(visit.begun, url);
      visit.begun = undefined;
      const client = new LinodeClient({ ...options, token: oauth.tokenSource(visit.tokens) });
      const { username } = await client.getProfile();
      response.end(`Hello ${username}, this may be done for you: ${visit.tokens.scopes?.join(", ")}`);
    } else if (url.pathname === "/logout" && visit.tokens) {
      // To forget the token would not be enough: who has a copy could go on using it.
      await oauth.revoke(visit.tokens.accessToken, "access_token");
      visits.delete(id);
      response.end("You are signed out.");
    } else response.writeHead(404).end("There is nothing here. Go to /login.");
  };
  return createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      console.error(error);
      response.writeHead(502).end("The sign-in has failed.");
    });
  });
}

/** Runs the application. It has to be registered with Linode, with the address of `/back`. */
export function main(port = 8080): void {
  const oauth = new LinodeOAuth({
    clientId: process.env.LINODE_CLIENT_ID ?? "",
    clientSecret: process.env.LINODE_CLIENT_SECRET,
    redirectUri: `http://localhost:${port}/back`,
  });
  application(oauth).listen(port, () => console.log(`Open http://localhost:${port}/login`));
}

if (import.meta.filename === process.argv[1]) main();
