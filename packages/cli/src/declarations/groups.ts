import type { Command } from 'commander';
import { declareCompletion } from './completion.js';
import { declareConstants } from './constants.js';
import { declareDiff } from './diff.js';
import { declareDoctor } from './doctor.js';
import { declareDump } from './dump.js';
import { declareEvict } from './evict.js';
import { declareFill } from './fill.js';
import { declareFind } from './find.js';
import { declareGet } from './get.js';
import { declareInfo } from './info.js';
import { declareLock } from './lock.js';
import { declareMaps } from './maps.js';
import { declareResidency } from './residency.js';
import { declareSet } from './set.js';
import { declareShm } from './shm.js';
import { declareStats } from './stats.js';
import { declareTouch } from './touch.js';
import { declareTour } from './tour.js';

/** Adds a command with its options and --help. It loads the command's code, and the library, when that runs. */
export type Declare = (carray: Command) => void;

/** What declares each command, by its name, under the headings and in the order of --help. */
const groups: Readonly<Record<string, Readonly<Record<string, Declare>>>> = {
  'Elements:': {
    dump: declareDump,
    get: declareGet,
    set: declareSet,
    fill: declareFill,
    find: declareFind,
    diff: declareDiff,
    stats: declareStats,
  },
  'Page cache:': {
    residency: declareResidency,
    touch: declareTouch,
    evict: declareEvict,
    lock: declareLock,
  },
  'System:': {
    info: declareInfo,
    constants: declareConstants,
    maps: declareMaps,
    doctor: declareDoctor,
    shm: declareShm,
    tour: declareTour,
  },
  'Shell:': {
    completion: declareCompletion,
  },
};

/** The names of all commands. */
export const names: readonly string[] = Object.values(groups).flatMap(Object.keys);

/** Adds all commands. */
export function declareAll(carray: Command): void {
  for (const [heading, commands] of Object.entries(groups)) {
    carray.commandsGroup(heading);
    for (const declare of Object.values(commands)) declare(carray);
  }
  carray.helpCommand('help [command]', 'show what a command takes');
}

/** Adds that command alone, as what a run needs: all of them take some milliseconds. False where there is none of that name. */
export function declareOne(carray: Command, name: string): boolean {
  const commands = Object.values(groups).find((each) => Object.hasOwn(each, name));
  commands?.[name]?.(carray);
  return commands !== undefined;
}
