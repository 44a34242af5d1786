import { pageScript, pageStyle } from "./page-parts.js";
import { escapeHtml } from "./reply.js";

/** The page for people: what is in the account, the last requests, and what turns the twin. */
export function pageHtml(title: string): string {
  const name = escapeHtml(title);
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Twin: ${name}</title><style>${pageStyle}</style></head>
<body>
<a class="skip" href="#things">To the account</a>
<header><h1>${name}</h1><p><code id="url"></code> · <span id="clock"></span></p></header>
<main>
<section aria-labelledby="time-title"><h2 id="time-title">Time</h2>
<div class="row"><button data-advance="1000">1 second on</button><button data-advance="60000">1 minute on</button><button data-advance="3600000">1 hour on</button>
<button id="reset">Begin anew</button></div></section>
<section aria-labelledby="weather-title"><h2 id="weather-title">Weather</h2>
<form id="fault" class="row">
<label>Operation <select name="operation"><option value="">any</option></select></label>
<label>What <select name="what"><option value="status:500">status 500</option><option value="status:503">status 503</option><option value="status:429">status 429</option><option value="status:401">status 401</option><option value="latencyMs:3000">3 seconds late</option><option value="slowBodyMs:3000">slow body</option><option value="cut:before">connection cut</option><option value="cut:body">cut within the body</option><option value="badJson:true">bad JSON</option><option value="work:true">work fails</option></select></label>
<label>Times <input name="times" type="number" min="1" value="1" size="4"></label>
<button>Add</button><button type="button" id="clear">Clear all</button></form>
<ul id="faults" aria-label="Faults in force"></ul></section>
<section aria-labelledby="things-title" id="things" tabindex="-1"><h2 id="things-title">The account</h2><div id="collections"></div></section>
<section aria-labelledby="requests-title"><h2 id="requests-title">The last requests</h2>
<div class="wide" tabindex="0" role="region" aria-labelledby="requests-title"><table><thead><tr><th scope="col">No.</th><th scope="col">Operation</th><th scope="col">Request</th><th scope="col">Reply</th><th scope="col">Verdict</th></tr></thead><tbody id="requests"></tbody></table></div></section>
<p id="said" role="status" aria-live="polite"></p>
</main>
<script>${pageScript}</script>
</body>
</html>
`;
}
