// The reference package has no types of its own; this is the part that the tests use.
declare module "http-signature" {
  import type { IncomingMessage } from "node:http";
  interface Parsed {
    readonly params: { readonly keyId: string; readonly algorithm: string };
    readonly signingString: string;
  }
  interface ParseOptions {
    readonly headers?: readonly string[];
    readonly authorizationHeaderName?: string;
    readonly strict?: boolean;
  }
  const reference: {
    parseRequest(request: IncomingMessage, options?: ParseOptions): Parsed;
    verifySignature(parsed: Parsed, publicKey: string): boolean;
  };
  export default reference;
}
