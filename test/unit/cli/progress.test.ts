import { afterEach, describe, expect, it, vi } from "vitest";
import { wantsColour } from "../../../generator/src/cli/colours.js";
import type { Io } from "../../../generator/src/cli/io.js";
import { Progress } from "../../../generator/src/cli/progress.js";

function io(env: Record<string, string>, isTTY: boolean): Io & { readonly written: string[] } {
  const written: string[] = [];
  const stream = { isTTY, write: (text: string) => written.push(text) };
  return { stdout: stream, stderr: stream, cwd: "/", env, onInterrupt: () => () => undefined, written };
}

describe("Progress", () => {
  afterEach(() => vi.restoreAllMocks());

  it("is silent for a second, then tells one line for each stage", async () => {
    const surroundings = io({}, false);
    const clock = vi.spyOn(performance, "now").mockReturnValue(0);
    const progress = new Progress(surroundings, "cloud");
    await progress.stage("load");
    clock.mockReturnValue(999);
    await progress.stage("validate");
    expect(surroundings.written).toEqual([]);
    clock.mockReturnValue(1001);
    await progress.stage("ir");
    await progress.stage("format");
    await progress.stage("write");
    progress.done();
    expect(surroundings.written).toEqual(["cloud: working out names and types…\n", "cloud: formatting…\n"]);
  });
});

describe("wantsColour", () => {
  it.each([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: "1" }, true, false],
    [{ NO_COLOR: "" }, true, true],
    [{ FORCE_COLOR: "1" }, false, true],
    [{ FORCE_COLOR: "0" }, true, false],
    [{ NO_COLOR: "1", FORCE_COLOR: "1" }, true, false],
    [{ TERM: "dumb" }, true, false],
  ])("with %j on a terminal (%s): %s", (env, isTTY, expected) => {
    const surroundings = io(env, isTTY);
    expect(wantsColour(surroundings, surroundings.stdout)).toBe(expected);
  });
});
