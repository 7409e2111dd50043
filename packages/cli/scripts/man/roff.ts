/** Text as roff takes it: nothing in it is a request, a hyphen can be copied as one. */
export function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^([.'])/gm, '\\&$1');
}

/** A line in bold. */
export const bold = (text: string): string => `\\fB${escaped(text)}\\fR`;

/** A paragraph with a tag, which is roff already. */
export const entry = (tag: string, text: string): string => `.TP\n${tag}\n${escaped(text)}`;
