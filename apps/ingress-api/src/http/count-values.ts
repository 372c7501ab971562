const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;

/**
 * True when JSON holds more than about so many values: what opens or goes on outside its texts is counted, about a
 * millisecond for each megabyte, before a parser makes an object of each.
 */
export function hasMoreValues(json: Uint8Array, maxValues: number): boolean {
  let values = 0;
  let isInText = false;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at];
    if (byte === QUOTE) isInText = !isInText;
    else if (isInText) at += byte === BACKSLASH ? 1 : 0;
    else if (byte === COMMA || byte === OPEN_LIST || byte === OPEN_OBJECT) values += 1;
    if (values > maxValues) return true;
  }
  return false;
}
