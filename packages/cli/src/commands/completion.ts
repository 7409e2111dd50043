import * as carray from 'carray';
import { bashScript } from '../completion/bash.js';
import { fishScript } from '../completion/fish.js';
import { outlineOf } from '../completion/outline.js';
import { zshScript } from '../completion/zsh.js';
import { write } from '../output.js';
import { program } from '../program.js';

const numberType = /^(?:u?int|float|safeU?int)\d+(?:le|be)?$/i;
/** Operands and options that are files, and are not called so. */
const files = { a: 'file', b: 'file', path: 'file', 'files-from': 'file' } as const;

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript };

/** `carray completion SHELL`: a script made of the declarations. */
export async function completion(shell: keyof typeof scripts): Promise<void> {
  const all = program(() => {});
  const command = all.commands.map((each) => each.name());
  const type = Object.keys(carray).filter((name) => numberType.test(name));
  const words = { command, platform: carray.platforms(), type, pid: ['self'] };
  const outline = outlineOf(all, { ...files, ...words });
  await write(scripts[shell](outline));
}
