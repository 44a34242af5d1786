/* What the page for people looks like and does, as text: there is no build step for it. */

export const pageStyle: string = `
:root{color-scheme:light dark;--line:#8885;--bad:#b3261e;--good:#1b6e2e;--back:#fff;--text:#1c1c1e;font:15px/1.5 system-ui,sans-serif}
@media (prefers-color-scheme:dark){:root{--bad:#ff897d;--good:#7bd88f;--back:#16181c;--text:#e6e6e8}}
body{background:var(--back);color:var(--text);max-width:70rem;margin:0 auto;padding:1rem}
h1{font-size:1.5rem;margin:.5rem 0 0}h2{font-size:1.1rem;margin:1.5rem 0 .5rem}
.row{display:flex;flex-wrap:wrap;gap:.5rem;align-items:end}
button,select,input{font:inherit;padding:.25rem .6rem;max-width:100%}
:focus-visible{outline:3px solid #4c8bf5;outline-offset:2px}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.2rem .6rem .2rem 0;border-bottom:1px solid var(--line);vertical-align:top}
td code{overflow-wrap:anywhere}details{margin:.2rem 0}pre{overflow:auto;max-height:20rem;margin:.2rem 0 .6rem}
.bad{color:var(--bad)}.good{color:var(--good)}.skip{position:absolute;left:-99rem}.skip:focus{left:1rem}
`;

export const pageScript: string = `
"use strict";
const $ = (id) => document.getElementById(id);
const make = (tag, text, cls) => { const e = document.createElement(tag); if (text !== undefined) e.textContent = text; if (cls) e.className = cls; return e; };
async function call(method, path, body) {
  const reply = await fetch("/__twin" + path, { method, ...(body !== undefined && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }) });
  const value = reply.status === 204 ? undefined : await reply.json();
  if (!reply.ok) throw new Error(value.message);
  return value;
}
const say = (text) => { $("said").textContent = text; };
let shown = "";
async function show() {
  const [about, things, requests, faults] = await Promise.all([call("GET", "/"), call("GET", "/things"), call("GET", "/requests?last=50"), call("GET", "/faults")]);
  $("url").textContent = about.url;
  $("clock").textContent = about.now.slice(0, 19).replace("T", " ") + " UTC" + (about.speed === 1 ? "" : ", " + about.speed + " times as fast");
  const select = document.querySelector("#fault [name=operation]");
  if (select.length === 1) for (const name of about.operations) select.append(new Option(name, name));
  const state = JSON.stringify([things, requests, faults]);
  // What is the same stays, with the focus and what was unfolded.
  if (state === shown) return;
  shown = state;
  const open = new Set([...document.querySelectorAll("details[open]")].map((e) => e.dataset.key));
  const focus = document.activeElement && document.activeElement.closest("[data-key]");
  $("collections").replaceChildren(...things.collections.map((collection) => collectionOf(collection, open)));
  $("requests").replaceChildren(...requests.requests.reverse().map(rowOf));
  $("faults").replaceChildren(...faults.faults.map(faultOf));
  if (focus) { const again = document.querySelector('[data-key="' + CSS.escape(focus.dataset.key) + '"] summary'); if (again) again.focus(); }
}
function collectionOf({ path, items, count, canBeMade }, open) {
  const box = make("details");
  box.dataset.key = path;
  box.open = open.has(path) || (canBeMade && !shownOnce);
  box.append(make("summary", path + " (" + count + ")"));
  for (const item of items) {
    const one = make("details");
    one.dataset.key = path + "/" + item.key;
    one.open = open.has(one.dataset.key);
    one.append(make("summary", [item.key, item.name, item.state].filter(Boolean).join(" · ")), make("pre", JSON.stringify(item.value, null, 2)));
    box.append(one);
  }
  return box;
}
function rowOf(request) {
  const row = make("tr");
  const wrong = [...request.problems, ...request.replyProblems.map((text) => "reply: " + text)];
  const what = make("td");
  what.append(make("code", request.method + " " + request.target));
  row.append(make("td", String(request.number)), make("td", request.operation || ""), what, make("td", String(request.status)), make("td", wrong.length > 0 ? wrong.join("; ") : request.fault ? "struck: " + request.fault : "in order", wrong.length > 0 ? "bad" : "good"));
  return row;
}
function faultOf({ id, fault, struck }) {
  const line = make("li", JSON.stringify(fault) + ", struck " + struck + " times ");
  const button = make("button", "Remove");
  button.setAttribute("aria-label", "Remove fault " + id);
  button.onclick = () => act(() => call("DELETE", "/faults/" + id), "Removed.");
  line.append(button);
  return line;
}
let shownOnce = false;
async function act(work, text) {
  try { await work(); await show(); say(text); } catch (error) { say(error.message); }
}
for (const button of document.querySelectorAll("[data-advance]"))
  button.onclick = () => act(() => call("POST", "/advance", { ms: Number(button.dataset.advance) }), "The clock has been turned on.");
$("reset").onclick = () => act(() => call("POST", "/reset", {}), "The account is as it was at the beginning.");
$("clear").onclick = () => act(() => call("DELETE", "/faults"), "All faults are gone.");
$("fault").onsubmit = (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  const [name, value] = form.get("what").split(":");
  const fault = { [name]: value === "true" ? true : /^\\d+$/.test(value) ? Number(value) : value, times: Number(form.get("times")) };
  if (form.get("operation")) fault.operation = form.get("operation");
  act(() => call("POST", "/faults", fault), "The fault is in force.");
};
async function loop() {
  try { await show(); shownOnce = true; } catch { say("The twin does not answer."); }
  setTimeout(loop, 2000);
}
loop();
`;
