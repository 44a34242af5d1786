import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { collectionsOf, demanded, sample, texts } from "./corpus.js";
import { start } from "./support.js";

/* Real documents: the twin of each starts, and what is posted to a collection is in its list. */

const corpus = process.env["CLIENTWRIGHT_CORPUS"] ?? "../shared/corpus";
const manifest = resolve(corpus, "manifest.json");
const documents = existsSync(manifest)
  ? (JSON.parse(readFileSync(manifest, "utf8")) as { documents: { name: string; root: string; bytes: number }[] })
      .documents
  : [];

describe.skipIf(documents.length === 0)(
  `real documents${documents.length === 0 ? ` (skipped: there is no corpus at ${corpus}; CLIENTWRIGHT_CORPUS may name one)` : ""}`,
  () => {
    let posts = 0;

    it.each(documents.map(({ name, root }) => [name, root] as const))(
      "%s",
      async (name, root) => {
        const file = resolve(corpus, name, root);
        const twin = await start(file, { signIn: "off", seed: "empty" });
        const forgotten: string[] = [];
        for (const { path, get, body } of (await collectionsOf(file)).slice(0, 12)) {
          const mark = `posted-${path.replace(/\W/g, "").slice(-8)}`;
          const value = sample(body, mark);
          const list = async (): Promise<{ readonly ok: boolean; readonly text: string }> => {
            const reply = await twin.fetch(twin.url + path + demanded(get, value));
            return { ok: reply.ok, text: await reply.text() };
          };
          const before = await list();
          const posted = await twin.fetch(twin.url + path, {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: JSON.stringify(value),
          });
          const judged = twin.requests.at(-1);
          // What the sample cannot know, such as a pattern, is refused with good reason.
          if (judged !== undefined && judged.problems.length > 0 && posted.status < 500) continue;
          const after = await list();
          // Lists that are about something else may want parameters that only people can think of.
          if (!after.ok && (twin.requests.at(-1)?.problems.length ?? 0) > 0) continue;
          posts++;
          const had = new Set(texts(JSON.parse(before.text)));
          const shown = texts(JSON.parse(after.text));
          const sent = texts(value).filter((text) => text.startsWith(mark));
          const reply = await posted.text();
          const id = ((JSON.parse(reply || "null") ?? {}) as { id?: unknown }).id;
          // A list that must be narrowed may leave the new thing out; by name it is there.
          const byName =
            id === undefined
              ? ""
              : await (await twin.fetch(`${twin.url}${path.replace(/\/$/, "")}/${String(id)}`)).text();
          const isThere =
            posted.ok && demanded(get, value) !== "" && sent.some((text) => byName.includes(text))
              ? true
              : posted.ok &&
                after.ok &&
                after.text !== before.text &&
                (sent.length === 0 ||
                  sent.some((text) => shown.includes(text)) ||
                  shown.some((text) => !had.has(text)));
          if (!isThere)
            forgotten.push(
              `${path}: ${posted.status} ${reply.slice(0, 200)}, then ${after.text.slice(0, 200)}; sent ${JSON.stringify(value).slice(0, 200)}`,
            );
        }
        expect(forgotten).toEqual([]);
      },
      60_000,
    );

    it("have collections in which something was posted", () => {
      expect(posts).toBeGreaterThan(50);
    });
  },
);
