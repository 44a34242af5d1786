import type { Json, JsonObject } from "../load/document.js";
import { mayBeBigInt } from "./big-ints.js";
import { asObject, asString, asStrings, defined, member } from "./json.js";
import { isIdentifier, type NameScope } from "./names.js";
import { child } from "./pointer.js";
import type { Schemas } from "./schemas.js";
import type { FilledMember, InputMember, JsonValue, Setting } from "./types.js";
import type { ReportUnfit } from "./unfit.js";

/** A parameter as it was read, and where it stands. */
export interface ReadParameter {
  readonly input: InputMember;
  readonly parameter: JsonObject;
  readonly pointer: string;
}

/** The options of a client that its operations read: `x-setting` and `x-send-default` of parameters. */
export class Settings {
  readonly #schemas: Schemas;
  readonly #options: NameScope;
  readonly #reportUnfit: ReportUnfit;
  readonly #settings = new Map<string, Setting>();

  constructor(schemas: Schemas, options: NameScope, reportUnfit: ReportUnfit) {
    this.#schemas = schemas;
    this.#options = options;
    this.#reportUnfit = reportUnfit;
  }

  /** Sorts a parameter: something that callers give, with or without a fallback in the client, or a setting. */
  sort(read: ReadParameter): { readonly input: InputMember } | { readonly filled: FilledMember } {
    const { input, parameter, pointer } = read;
    if (member(parameter, "x-flatten") !== undefined && input.place !== "query") {
      this.#reportUnfit({
        message: `The parameter "${input.wireName}" cannot be sent flat: that takes a query.`,
        help: "Leave `x-flatten` out, or move the parameter into the query.",
        pointer: child(pointer, "x-flatten"),
      });
    }
    const named = member(parameter, "x-setting") === undefined ? "x-send-default" : "x-setting";
    const isSetting =
      typeof member(parameter, "x-setting") === "string" || member(parameter, "x-send-default") === true;
    if (isSetting && mayBeBigInt(this.#schemas, input.type)) {
      this.#reportUnfit({
        message: `The option for "${input.wireName}" would be a bigint, which options cannot be.`,
        help: `Say \`x-bigint: false\` in its schema, or leave \`${named}\` out.`,
        pointer: child(pointer, named),
      });
      return { input };
    }
    const name = asString(member(parameter, "x-setting"));
    if (name !== undefined && isIdentifier(name)) {
      const { required: _, ...rest } = input;
      const setting = this.#add(read, name, input.default, child(pointer, "x-setting"));
      return { filled: { ...rest, from: { setting } } };
    }
    if (member(parameter, "x-send-default") !== true) return { input };
    if (input.default === undefined) {
      this.#reportUnfit({
        message: `\`x-send-default\` finds no default in the schema of "${input.wireName}".`,
        help: "Give the schema a `default`, or leave the extension out.",
        pointer: child(pointer, "x-send-default"),
      });
      return { input };
    }
    // The defaults of operations may differ, so that the setting has none of its own.
    const setting = this.#add(read, input.name, undefined, child(pointer, "x-send-default"));
    return { input: { ...input, required: false, sent: { setting, value: input.default } } };
  }

  list(): readonly Setting[] {
    return [...this.#settings.values()];
  }

  #add({ input, parameter }: ReadParameter, wanted: string, usual: JsonValue | undefined, pointer: string): string {
    const known = this.#settings.get(wanted);
    if (known !== undefined) {
      this.#compare(known, input, usual, pointer);
      return known.name;
    }
    const name = this.#options.claim(wanted, "Option");
    if (name !== wanted) {
      this.#reportUnfit({
        message: `The option "${wanted}" would have to be called "${name}", because another option of the client has its name.`,
        help: "Choose another name; it becomes a member of the client's options.",
        pointer,
      });
    }
    const { type, description, deprecated, sensitive, limits } = input;
    const env = envOf(member(parameter, "x-env"));
    const perCall = member(parameter, "x-setting") === undefined;
    this.#settings.set(
      wanted,
      defined<Setting>({ name, type, description, deprecated, sensitive, default: usual, limits, env, perCall }),
    );
    return name;
  }

  /** What has one name is one option, and can have but one type. */
  #compare(known: Setting, input: InputMember, usual: JsonValue | undefined, pointer: string): void {
    const differs = ([a, b]: readonly [unknown, unknown]): boolean => JSON.stringify(a) !== JSON.stringify(b);
    if (
      !(
        [
          [known.type, input.type],
          [known.default, usual],
        ] as const
      ).some(differs)
    )
      return;
    this.#reportUnfit({
      message: `The option "${known.name}" has two meanings: its parameters differ in type or default.`,
      help: "Let all parameters of the option refer to one, or name the options differently.",
      pointer,
    });
  }
}

/** The environment variables of a thing that needs but one value. */
export function envOf(value: Json | undefined): readonly string[] {
  return asObject(value) === undefined ? asStrings(value) : [];
}
