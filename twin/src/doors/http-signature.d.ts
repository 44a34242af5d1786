// The reference package has no types of its own; this is the part that the twin uses.
declare module "http-signature" {
  interface Parsed {
    readonly params: { readonly signature: string };
    readonly algorithm: string;
    readonly signingString: string;
  }
  interface Message {
    readonly headers: Readonly<Record<string, string>>;
    readonly method: string;
    readonly url: string;
    readonly httpVersion: string;
  }
  const reference: {
    parseRequest(request: Message, options?: { readonly headers?: readonly string[]; readonly clockSkew?: number; readonly authorizationHeaderName?: string }): Parsed;
    verifySignature(parsed: Parsed, publicKey: unknown): boolean;
  };
  export default reference;
}
