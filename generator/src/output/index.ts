export { format, type FormattedFile } from "./format.js";
export type { OutputFile } from "./output-file.js";
export type { Change } from "./plan.js";
export { prepare } from "./prepare.js";
export { survey, type Survey } from "./survey.js";
export { write, type FileReport, type WriteReport } from "./write.js";
