import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

let colours = process.stdout.isTTY === true && !process.env.NO_COLOR && process.stdout.hasColors();

/** Characters that a line has room for: of the terminal, else what one mostly has. */
export const lineColumns = (): number => process.stdout.columns || 80;

/** From now on, no colours: --no-color. */
export function withoutColours(): void {
  colours = false;
}

/** Whether what is printed has colours: on a terminal that shows them, and not where NO_COLOR or --no-color says otherwise. */
export const hasColours = (): boolean => colours;

/** Text in a style where there are colours; plain text anywhere else. */
function paint(style: Style, text: string): string {
  return colours ? styleText(style, text) : text;
}

export const bold = (text: string): string => paint('bold', text);
export const dim = (text: string): string => paint('dim', text);
export const cyan = (text: string): string => paint('cyan', text);
export const green = (text: string): string => paint('green', text);
export const yellow = (text: string): string => paint('yellow', text);
export const magenta = (text: string): string => paint('magenta', text);
export const red = (text: string): string => paint('red', text);

/** What is printed from now on, by whomever, has none: after a text that was cut in the middle. */
export const endColours = (): void => void process.stdout.write('\x1b[0m');
