/** A replacer for `JSON.stringify` that leaves out the default values of sensitive members of an `Api`. */
export function withoutSecrets(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (!("sensitive" in value) || value.sensitive !== true || !("default" in value)) return value;
  const { default: _secret, ...rest } = value;
  return rest;
}
