/** What a terminal would obey: control characters, ends of lines, and what turns the direction of text. */
const commands = /[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu;

/** A name or message as it can be shown: what would command the terminal is written as `\x1b`, `\u202e`. */
export function visible(name: string | Buffer): string {
  return name.toString().replace(commands, (sign) => {
    const code = sign.charCodeAt(0);
    return code > 0xff ? escaped(code) : `\\x${code.toString(16).padStart(2, '0')}`;
  });
}

/** A text in JSON's quotes, without what would command the terminal either. */
export function quoted(text: string): string {
  return JSON.stringify(text).replace(commands, (sign) => escaped(sign.charCodeAt(0)));
}

const escaped = (code: number): string => `\\u${code.toString(16).padStart(4, '0')}`;
