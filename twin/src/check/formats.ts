/** The formats that are checked. Others say what a value means to people, and are taken as they come. */
export const formats: Readonly<Record<string, RegExp | ((value: string) => boolean)>> = {
  // Many servers leave the offset out, so it may be missing.
  "date-time": /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?$/i,
  date: /^\d{4}-\d\d-\d\d$/,
  uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  email: /^[^\s@]+@[^\s@]+$/,
  ipv4: /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/,
  ipv6: (value) => value.includes(":") && /^[0-9a-f:.]+(%\w+)?$/i.test(value),
};
