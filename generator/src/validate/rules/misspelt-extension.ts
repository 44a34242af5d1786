import { editDistance } from "../../diagnostics/nearest.js";
import { escapeToken } from "../../load/pointer.js";
import { ourVocabulary } from "../vocabulary.js";
import type { Rule } from "../rule.js";

/** An x- key that is nearly one of ours is probably meant to be that. Other people's keys are their affair. */
export const misspeltExtension: Rule = {
  code: "misspelt-extension",
  start: ({ report, names }) => {
    if (names !== "checked") return {};
    const vocabulary = ourVocabulary();
    return {
      everyKind: (_kind, owner, pointer) => {
        for (const name of Object.keys(owner)) {
          if (!name.startsWith("x-") || vocabulary.get(name) !== undefined) continue;
          const meant = vocabulary.names.find((ours) => editDistance(name.toLowerCase(), ours) <= 2);
          if (meant === undefined) continue;
          report({
            code: "misspelt-extension",
            message: `There is no extension \`${name}\`.`,
            help: `Did you mean \`${meant}\`?`,
            pointer: `${pointer}/${escapeToken(name)}`,
            atKey: true,
          });
        }
      },
    };
  },
};
