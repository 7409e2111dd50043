import { styleText } from 'node:util';

const colours =
  process.stdout.isTTY === true && process.env.NO_COLOR === undefined && process.stdout.hasColors();

type Style = Parameters<typeof styleText>[0];

/** Text in a style on a terminal that shows colours; plain text anywhere else, and where NO_COLOR is set. */
function paint(style: Style, text: string): string {
  return colours ? styleText(style, text) : text;
}

export const bold = (text: string): string => paint('bold', text);
export const dim = (text: string): string => paint('dim', text);
export const cyan = (text: string): string => paint('cyan', text);
export const green = (text: string): string => paint('green', text);
export const yellow = (text: string): string => paint('yellow', text);
