import { Option } from 'commander';
import { amountHelp, count, position, positionHelp } from './position.js';
import { range, rangeHelp } from './range.js';

// Options are made anew for each command: commander keeps what it adds to one in it.

export const typeOption = (): Option =>
  new Option(
    '-t, --type <type>',
    "type of the elements: uint8, float64, int32be, ..., C text ('struct { uint32_t id; double x; }'), or @FILE:NAME, declared in a C header",
  ).default('uint8');

export const offsetOption = (): Option =>
  new Option('-o, --offset <position>', `first byte, any one: ${positionHelp}`).argParser(position);

export const countOption = (): Option =>
  new Option('-n, --count <elements>', `how many elements: ${amountHelp}`).argParser(count);

/** @param others what says where too: a range says all of it, and is not allowed beside them */
export const rangeOption = (...others: ('offset' | 'count')[]): Option =>
  new Option('-r, --range <range>', rangeHelp).argParser(range).conflicts(others);

export const jsonOption = (): Option => new Option('--json', 'as JSON; docs/schemas has what is in it');

/** What the argument that is a value may be. */
export const valueHelp =
  'a number (decimal, 0x hexadecimal, NaN, -Infinity behind --), true or false, text, a name of an enum, JSON for a struct or array';
