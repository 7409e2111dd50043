import { platforms } from 'carray';
import { bashScript } from '../completion/bash.js';
import { fishScript } from '../completion/fish.js';
import { outlineOf } from '../completion/outline.js';
import { zshScript } from '../completion/zsh.js';
import { write } from '../output.js';
import { program } from '../program.js';
import { typeNames } from '../types.js';

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript };

/** `carray completion SHELL`: a script made of the declarations. */
export async function completion(shell: keyof typeof scripts): Promise<void> {
  const all = program(() => {});
  const command = all.commands.map((each) => each.name());
  const outline = outlineOf(all, { command, platform: platforms(), type: typeNames, pid: ['self'] });
  await write(scripts[shell](outline));
}
