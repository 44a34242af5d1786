import { escapeHtml } from "../serve/reply.js";
import type { OAuthClient } from "./credentials.js";

const style = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{max-width:34rem;margin:3rem auto;padding:0 1rem}
button{font:inherit;padding:.4rem 1.2rem;margin-right:.6rem}li code{font-weight:600}`;

/** The page on which a user lets a client in, or does not. */
export function consentPage(
  client: OAuthClient,
  scopes: ReadonlySet<string> | undefined,
  texts: Readonly<Record<string, string>>,
  ticket: string,
): string {
  const name = escapeHtml(client.name ?? client.id);
  const list =
    scopes === undefined
      ? "<li>do everything</li>"
      : [...scopes]
          .map((scope) => `<li><code>${escapeHtml(scope)}</code> ${escapeHtml(texts[scope] ?? "")}</li>`)
          .join("");
  return page(
    `Let ${name} in?`,
    `<h1>Let ${name} in?</h1><p>It wants to:</p><ul>${list}</ul>
<form method="post"><input type="hidden" name="ticket" value="${escapeHtml(ticket)}">
<button name="decision" value="allow">Allow</button><button name="decision" value="deny">Deny</button></form>`,
  );
}

export function refusalPage(why: string): string {
  return page("This does not work", `<h1>This does not work</h1><p>${escapeHtml(why)}</p>`);
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${style}</style></head><body><main>${body}</main></body></html>`;
}
