import pico from "picocolors";
import type { Io, Output } from "./io.js";

export type Colours = ReturnType<typeof pico.createColors>;

/** Whether to colour what goes to a stream: on a terminal, unless NO_COLOR or FORCE_COLOR say otherwise. */
export function wantsColour(io: Io, stream: Output): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = io.env;
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== "") return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return stream.isTTY === true && TERM !== "dumb";
}

/** Functions that colour text for a stream, or leave it as it is. */
export function coloursFor(io: Io, stream: Output): Colours {
  return pico.createColors(wantsColour(io, stream));
}
