import { houseCatalogue } from "./catalogue/house.js";
import { loadCatalogue } from "./catalogue/load.js";
import { nameCatalogue } from "./catalogue/names.js";
import { runCatalogue } from "./catalogue/run.js";
import { standardCatalogue } from "./catalogue/standard.js";
import type { CatalogueEntry } from "./catalogue/entry.js";

/** Every kind of problem that the generator reports, by its code. A test holds it against the sources. */
export const catalogue: Readonly<Record<string, CatalogueEntry>> = {
  ...loadCatalogue,
  ...standardCatalogue,
  ...nameCatalogue,
  ...houseCatalogue,
  ...runCatalogue,
};

export type { CatalogueEntry } from "./catalogue/entry.js";
