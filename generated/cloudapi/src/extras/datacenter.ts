// A copy of the spec's extras/datacenter.ts. Change that file and generate again instead of editing this one.

import { InputError } from "@clientwright/runtime";
import { defaultLocation, isHost, joyentLocations, locationUrl, type LocationMap } from "./locations.js";

/** What a {@link Datacenter} asks of its client. `CloudApiClient` can do it. */
export interface DatacenterClient {
  /** What the client was told for all calls. */
  readonly settings: { readonly login: string };
  /** Lists the data centres of the cloud. */
  listDatacenters(): Promise<LocationMap>;
  /** Reads the account. */
  getAccount(): Promise<{ readonly login: string }>;
}

/** Where a {@link Datacenter} is. */
export interface DatacenterOptions {
  /**
   * The name of a data centre in `knownLocations`, a host name, or another name of a data centre of Joyent's.
   *
   * @default "us-west-1"
   */
  readonly location?: string | undefined;
  /** The data centres of a cloud other than Joyent's, by name. It is copied, and replaces that of Joyent. */
  readonly knownLocations?: LocationMap | undefined;
}

/** The options of a client, but for those that say where it works. */
type Elsewhere<Options> = Omit<Options, "baseUrl" | "server" | "serverVariables">;

/**
 * A data centre by its name, with a client for it and the way to the other data centres of the cloud. Making one sends
 * nothing, and neither does reading its properties.
 *
 * ```ts
 * const west = new Datacenter(CloudApiClient, { location: "us-west-1", login: "ada", signer });
 * const machines = await west.client.listMachines();
 * const east = await west.datacenter("us-east-1");
 * ```
 */
export class Datacenter<Client extends DatacenterClient, Options extends object> {
  /** What it was called when it was made. */
  readonly location: string;
  /** The address of its endpoint: protocol and host, without a slash at the end. */
  readonly baseUrl: string;
  readonly #clientClass: new (options?: Options) => Client;
  readonly #options: Elsewhere<Options>;
  #client: Client;
  #known: LocationMap;

  /**
   * @param clientClass `CloudApiClient`
   * @param options those of the client, with the location in place of an address
   * @throws InputError when the location is neither a name nor a host; ConfigurationError when the client cannot be made
   */
  constructor(
    clientClass: new (options?: Options) => Client,
    options: Elsewhere<NoInfer<Options>> & DatacenterOptions = {} as Elsewhere<NoInfer<Options>>,
  ) {
    const { location = defaultLocation, knownLocations = joyentLocations, ...others } = options;
    this.location = location;
    this.#known = { ...knownLocations };
    this.baseUrl = locationUrl(location, this.#known);
    this.#clientClass = clientClass;
    // What is left are the options of the client.
    this.#options = others as unknown as Elsewhere<Options>;
    this.#client = this.#clientFor({});
  }

  /** A client that works here. */
  get client(): Client {
    return this.#client;
  }

  /** The data centres that are known so far. Nobody else has this map. */
  get knownLocations(): LocationMap {
    return { ...this.#known };
  }

  /** The account to work on. `my`, until it is set or {@link learnLogin} has asked for it, is that of the key. */
  get login(): string {
    return this.#client.settings.login;
  }

  /** What the address of nearly every request begins with. */
  get url(): string {
    return `${this.baseUrl}/${encodeURIComponent(this.login)}`;
  }

  /**
   * Asks the cloud for its data centres, and adds them to those that are known.
   *
   * @returns all that are known now
   * @throws ApiError when the API answers with an error
   */
  async learnLocations(): Promise<LocationMap> {
    this.#known = { ...this.#known, ...(await this.#client.listDatacenters()) };
    return this.knownLocations;
  }

  /**
   * Asks for the login of the account. Where it was `my` so far, the client goes on under that login.
   *
   * @throws ApiError when the API answers with an error
   */
  async learnLogin(): Promise<string> {
    const { login } = await this.#client.getAccount();
    if (this.login === "my") this.#client = this.#clientFor({ login });
    return login;
  }

  /**
   * Another data centre, with everything else as here: the key, the account and the other options. The cloud is asked for
   * its data centres when the name is not known yet.
   *
   * @param location its name or its host
   * @throws InputError when there is none of that name; ApiError when the API answers with an error
   */
  async datacenter(location: string): Promise<Datacenter<Client, Options>> {
    if (!isHost(location) && !Object.hasOwn(this.#known, location)) {
      const known = await this.learnLocations();
      if (!Object.hasOwn(known, location))
        throw new InputError(
          `there is no data centre ${JSON.stringify(location)}; known are ${Object.keys(known).join(", ")}`,
        );
    }
    return this.#with({ location });
  }

  /** The same data centre, with other options: another `signer`, for example, to come with another key. */
  with(changes: Partial<Elsewhere<Options>>): Datacenter<Client, Options> {
    return this.#with(changes);
  }

  /** Whether the other one is the same account in the same place. Logins that have to be told apart are learnt first. */
  equals(other: unknown): boolean {
    return other instanceof Datacenter && other.url === this.url;
  }

  #with(changes: object): Datacenter<Client, Options> {
    const here = { location: this.location, knownLocations: this.#known, login: this.login };
    return new Datacenter(this.#clientClass, { ...this.#options, ...here, ...changes });
  }

  #clientFor(changes: object): Client {
    // The class takes the options that the data centre was made with, and an address.
    return new this.#clientClass({ ...this.#options, ...changes, baseUrl: this.baseUrl } as unknown as Options);
  }
}
