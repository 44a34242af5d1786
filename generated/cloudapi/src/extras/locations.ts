// A copy of the spec's extras/locations.ts. Change that file and generate again instead of editing this one.

import { InputError } from "@clientwright/runtime";

/** Data centres by name, each with the address of its endpoint. */
export type LocationMap = Readonly<Record<string, string>>;

/** What is put behind a bare name that no map has. */
export const apiHostSuffix = ".api.joyentcloud.com";

/** Where a client works that is told nothing else. */
export const defaultLocation = "us-west-1";

/** Joyent's own data centres. */
export const joyentLocations: LocationMap = Object.freeze({
  "us-east-1": "https://us-east-1.api.joyentcloud.com",
  "us-east-2": "https://us-east-2.api.joyentcloud.com",
  "us-east-3": "https://us-east-3.api.joyentcloud.com",
  "us-sw-1": "https://us-sw-1.api.joyentcloud.com",
  "us-west-1": "https://us-west-1.api.joyentcloud.com",
  "eu-ams-1": "https://eu-ams-1.api.joyentcloud.com",
});

/** The data centres of Telefonica's Instant Servers, under the names of their cities too. */
export const telefonicaLocations: LocationMap = Object.freeze({
  London: "https://api-eu-lon-1.instantservers.telefonica.com",
  "eu-lon-1": "https://api-eu-lon-1.instantservers.telefonica.com",
  Madrid: "https://api-eu-mad-1.instantservers.telefonica.com",
  "eu-mad-1": "https://api-eu-mad-1.instantservers.telefonica.com",
});

/**
 * The address that a location stands for, without a slash at its end: that of the map; else, for a host name with a dot
 * and for `localhost`, the host itself; else one of Joyent's hosts.
 *
 * @throws InputError when the location is neither a name nor a host
 */
export function locationUrl(location: string = defaultLocation, known: LocationMap = joyentLocations): string {
  if (Object.hasOwn(known, location)) return String(known[location]).replace(/\/+$/, "");
  // Whatever else might stand in an address would send signed requests to another place than it seems.
  if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d+)?$/i.test(location))
    throw new InputError(
      `the location ${JSON.stringify(location)} is neither the name of a data centre nor a host name`,
    );
  return isHost(location) ? `https://${location}` : `https://${location}${apiHostSuffix}`;
}

/** Whether a location is a host, rather than the name of a data centre. */
export function isHost(location: string): boolean {
  return location.includes(".") || /^localhost(:\d+)?$/.test(location);
}
