import type { Operation } from "../spec/operations.js";

/** A path's template, taken apart. */
export interface Template {
  /** The path with `{}` for every parameter and `~` for what is given once to the client; equal for equal places. */
  readonly skeleton: string;
  readonly segments: readonly Segment[];
  /** Names of the parameters that the path ends in. */
  readonly tail: readonly string[];
  /** The skeleton without that tail. */
  readonly base: string;
}

export interface Segment {
  readonly text: string;
  /** The whole segment is this parameter. */
  readonly param: string | undefined;
  readonly setting: boolean;
}

export function templateOf(operation: Operation): Template {
  const settings = new Set(
    operation.parameters
      .filter(({ in: place, node }) => place === "path" && node["x-setting"] !== undefined)
      .map(({ name }) => name),
  );
  const path = (operation.path.split(/[?#]/)[0] ?? "").replace(/\/+$/, "");
  const segments = path
    .split("/")
    .slice(1)
    .map((text): Segment => {
      const param = /^\{([^{}]+)\}$/.exec(text)?.[1];
      return { text, param, setting: param !== undefined && settings.has(param) };
    });
  const parts = segments.map(({ text, param, setting }) =>
    setting ? "~" : param !== undefined ? "{}" : text.replace(/\{[^}]*\}/g, "{}"),
  );
  const tail: string[] = [];
  for (const { param, setting } of [...segments].reverse()) {
    if (param === undefined || setting) break;
    tail.unshift(param);
  }
  return { skeleton: join(parts), segments, tail, base: join(parts.slice(0, parts.length - tail.length)) };
}

/** The place itself, with the values of its parameters; the same for the account's name and its alias. */
export function placeOf(
  { segments }: Template,
  params: Readonly<Record<string, string>>,
  count: number = segments.length,
): string {
  return join(
    segments.slice(0, count).map(({ text, param, setting }) => {
      if (setting) return "~";
      if (param !== undefined) return encodeURIComponent(params[param] ?? "");
      return text.replace(/\{([^}]*)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
    }),
  );
}

export function join(parts: readonly string[]): string {
  return parts.length === 0 ? "/" : `/${parts.join("/")}`;
}
