import { describe, expect, test } from "vitest";
import { checker } from "./examples.js";
import { maybeObject, objectOf, type Json, type JsonObject } from "./json.js";
import { openSpec } from "./spec.js";

const { document } = await openSpec("linode");
const fault = checker(document);
const schemas = maybeObject(maybeObject(document.components).schemas);

/** A value that fits a schema: the first example of it in the spec's own replies. */
function exampleOf(name: string): JsonObject {
  for (const item of Object.values(maybeObject(document.paths)))
    for (const operation of Object.values(objectOf(item))) {
      if (operation === null || typeof operation !== "object" || Array.isArray(operation)) continue;
      const reply = maybeObject(maybeObject(objectOf(operation).responses)["200"]);
      const media = maybeObject(maybeObject(reply.content)["application/json"]);
      if (maybeObject(media.schema).$ref !== `#/components/schemas/${name}`) continue;
      const [example] = Object.values(maybeObject(media.examples));
      const found = maybeObject(example);
      const [, key = ""] = /^#\/components\/examples\/(.+)$/.exec(String(found.$ref)) ?? [];
      const value =
        key === "" ? found.value : objectOf(maybeObject(maybeObject(document.components).examples)[key]).value;
      return objectOf(value ?? null);
    }
  throw new Error(`no reply with ${name}`);
}

/** The item of a list that has no operation of its own to read one. */
function itemOf(page: string): JsonObject {
  const { data } = exampleOf(page);
  return objectOf(Array.isArray(data) ? data[0] : null);
}

const event = exampleOf("AccountEvent");
const item = itemOf("InvoiceItemPage");
const address = exampleOf("IpAddress");
const domain = exampleOf("Domain");
const config = exampleOf("NodeBalancerConfig");
const stats = exampleOf("NodeBalancerStats");

/** What servers send although the documentation has it otherwise. */
const sent: readonly (readonly [string, string, JsonObject])[] = [
  ["AccountEvent", "nothing done yet", { ...event, percent_complete: null, rate: null, duration: null, message: null }],
  ["AccountEvent", "nobody and nothing", { ...event, username: null, entity: null, secondary_entity: null }],
  ["AccountEvent", "names in the place of numbers", { ...event, entity: { id: "linode/debian9", type: "image" } }],
  ["AccountEvent", "a second thing with a number", { ...event, secondary_entity: { id: 123, type: "linode" } }],
  ["Account", "no card", { ...exampleOf("Account"), credit_card: { last_four: null, expiry: null } }],
  ["Account", "digits as a number", { ...exampleOf("Account"), credit_card: { last_four: 1111, expiry: "11/2022" } }],
  ["AccountSettings", "the free Longview", { ...exampleOf("AccountSettings"), longview_subscription: null }],
  ["InvoiceItem", "a credit", { ...item, from: null, to: null, quantity: null, unit_price: null, region: null }],
  ["InvoiceItem", "a price as a number", { ...item, unit_price: 5.05 }],
  ["Payment", "an amount as a number", { ...exampleOf("Payment"), usd: 120 }],
  ["OAuthClient", "no picture", { ...exampleOf("OAuthClient"), thumbnail_url: null }],
  [
    "User",
    "never signed in",
    { ...exampleOf("User"), last_login: null, password_created: null, verified_phone_number: null, tfa_enabled: null },
  ],
  ["Domain", "no group and no remark", { ...domain, group: null, description: null }],
  ["Domain", "empty texts", { ...domain, group: "", description: "", soa_email: "" }],
  ["DomainRecord", "a record for certificates", { ...exampleOf("DomainRecord"), tag: "issue", name: "" }],
  ["IpAddress", "nothing around it", { ...address, gateway: null, rdns: null, vpc_nat_1_1: null }],
  ["Ipv6Pool", "no route", { ...itemOf("Ipv6PoolPage"), route_target: null }],
  ["NodeBalancer", "no traffic", { ...exampleOf("NodeBalancer"), transfer: { total: null, out: null, in: null } }],
  ["NodeBalancerConfig", "with a certificate", { ...config, ssl_cert: "<REDACTED>", ssl_key: "<REDACTED>" }],
  ["NodeBalancerConfig", "for UDP", { ...config, protocol: "udp", cipher_suite: "none" }],
  ["NodeBalancerStats", "gaps", { ...stats, data: { connections: [null], traffic: { in: [null], out: [] } } }],
  [
    "SupportTicket",
    "just opened",
    { ...exampleOf("SupportTicket"), closed: null, updated_by: null, entity: null, attachments: [null], status: "new" },
  ],
];

describe("replies", () => {
  test.each(sent)("%s: %s", (name, _case, value) => {
    expect(schemas).toHaveProperty(name);
    expect(fault({ $ref: `#/components/schemas/${name}` }, value)).toBe("");
  });

  /** Members that are never null, so that those above are not null by chance. */
  const never: readonly (readonly [string, JsonObject, string])[] = [
    ["AccountEvent", event, "action"],
    ["Domain", domain, "domain"],
    ["InvoiceItem", item, "amount"],
    ["IpAddress", address, "address"],
    ["NodeBalancerConfig", config, "port"],
  ];

  test.each(never)("%s: a member that is always there", (name, value, member) => {
    const schema: Json = { $ref: `#/components/schemas/${name}` };
    expect(fault(schema, value)).toBe("");
    expect(fault(schema, { ...value, [member]: null })).not.toBe("");
    expect(fault(schema, Object.fromEntries(Object.entries(value).filter(([key]) => key !== member)))).toContain(
      member,
    );
    expect(fault(schema, { ...value, misspelt: 1 })).toContain("unevaluated");
  });
});
