import { code, type Code } from "./code.js";

/** `page` instead of `page: page`. */
export function shorthand(name: Code, value: Code): Code {
  return name.text === value.text ? value : code`${name}: ${value}`;
}
