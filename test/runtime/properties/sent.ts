import * as fc from "fast-check";
import { Service, type Call, type ClientOptions, type ServiceDefinition, type Transport } from "@clientwright/runtime";

/** A request as a transport was given it. */
export interface Sent {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export const base = "https://api.acme.example/v1";

const open: ServiceDefinition = { name: "acme", version: "1", servers: [], credentials: {} };

/** What a call puts on the wire. */
export async function sent(
  call: Partial<Call>,
  options: ClientOptions & Readonly<Record<string, unknown>> = {},
  service: ServiceDefinition = open,
): Promise<Sent> {
  const seen: Sent[] = [];
  const transport: Transport = (url, { headers }) => {
    // As every transport spells it on the wire.
    seen.push({ url: new URL(url).href, headers });
    return Promise.resolve({ status: 204, headers: new Headers(), body: null });
  };
  const client = new Service(service, { baseUrl: base, transport, ...options });
  await client.send({ operation: "getThing", method: "GET", path: "/thing", ...call });
  const [first] = seen;
  if (first === undefined || seen.length > 1) throw new Error(`${seen.length} requests were sent`);
  return first;
}

/** Text of any kind, but more often than not of signs that mean something to someone. */
export const text: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
  {
    weight: 5,
    arbitrary: fc.string({
      unit: fc.constantFrom(..."ab01 %&=+#?/\\;:,.|[]{}()'\"<>@!$*~^`_-\t\r\n\0\x7f\u0080éÿ€\u2028\ufeff\ud83d\ude00"),
      maxLength: 12,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom("__proto__", "constructor", "toString", "%2e", "%00", "%0d%0a", "&a=b", "a=b", "[a]"),
  },
);
