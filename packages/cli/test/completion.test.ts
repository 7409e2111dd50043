import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { carray, temporaryDirectory } from './support/cli.js';

const temporary = temporaryDirectory();
const shells = ['bash', 'zsh', 'fish'] as const;
const installed = shells.filter((shell) => spawnSync(shell, ['-c', 'true']).status === 0);

/** What is written, what must be offered and what must not, and which shells are asked. */
const cases: readonly (readonly [line: string, offered: readonly string[], others: readonly string[]])[] = [
  ['carray du', ['dump'], ['info', 'doctor']],
  ['carray d', ['dump', 'doctor'], ['info']],
  ['carray --backend ', ['native', 'ffi'], ['dump', 'data.bin']],
  ['carray --backend na', ['native'], ['ffi']],
  ['carray --backend ffi in', ['info'], ['dump']],
  ['carray info --js', ['--json'], ['--debug']],
  ['carray dump --of', ['--offset'], []],
  ['carray dump --type flo', ['float32', 'float64be'], ['uint8']],
  ['carray dump da', ['data.bin'], ['dump']],
  ['carray dump --type uint8 da', ['data.bin'], ['dump']],
  ['carray shm re', ['remove'], ['residency']],
  ['carray shm dump --co', ['--count'], []],
  ['carray constants --platform openbsd-r', ['openbsd-riscv64'], ['linux-riscv64']],
  ['carray completion ', ['bash', 'fish', 'zsh'], ['data.bin']],
  ['carray completion fi', ['fish'], ['zsh']],
  ['carray help d', ['dump', 'doctor'], ['data.bin']],
  ['carray maps se', ['self'], []],
  ['carray dump file tour --cou', ['--count'], []],
];

/** Loads the script in its shell, and asks it about all lines. One array of words for each. */
const asked = {
  bash: (script: string): string[][] => {
    const asks = cases.map(([line]) => {
      const words = line.split(' ');
      const list = words.map((word) => `'${word}'`).join(' ');
      // Without words bash goes on to files, for what it is told so: -o default.
      return `COMP_WORDS=(${list}); COMP_CWORD=${words.length - 1}; COMPREPLY=(); files=no; isolated=no
compopt() { isolated=yes; }; _carray
if [ "$isolated" = no ]; then COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}")); fi
echo "\${COMPREPLY[*]}"`;
    });
    return answers('bash', ['--norc', '--noprofile', '-c', `. '${script}' || exit 3\n${asks.join('\n')}`]);
  },
  fish: (script: string): string[][] => {
    const asks = cases.map(([line]) => `echo (complete -C '${line}' | string replace -r '\\t.*' '')`);
    return answers('fish', ['--no-config', '-c', `source '${script}'; or exit 3\n${asks.join('\n')}`]);
  },
  // In a terminal: Tab is a widget that prints what was added by the functions of completion.
  zsh: (script: string): string[][] => {
    const lines = cases.map(([line]) => `'${line}'`).join(' ');
    return answers('zsh', ['-f', '-c', zshTerminal(script, lines)]);
  },
};

const zshTerminal = (script: string, lines: string): string => `
zmodload zsh/zpty || exit 3
zpty shell 'zsh -f -i'
read-until() { local all= part; while zpty -r shell part; do all+=$part; [[ $all == *$1* ]] && break; done; REPLY=$all }
zpty -w shell "PS1= PROMPT_EOL_MARK=; unsetopt zle_bracketed_paste 2>/dev/null; cd '${temporary('')}'; autoload -Uz compinit; compinit -u -d '${temporary('dump.zsh')}'; . '${script}'
compadd() { local -a found; builtin compadd -O found \\"\\$@\\"; print -rn -u 9 -- \\"\\$found \\"; builtin compadd \\"\\$@\\" }
tell() { : > '${temporary('found')}'; exec 9>>'${temporary('found')}'; zle complete-word; exec 9>&-; BUFFER=; print -r 'TO''LD' }
zle -N tell; bindkey '^I' tell; print 'REA''DY'"
read-until READY
for line in ${lines}; do
  zpty -w -n shell "$line"$'\\t'
  read-until TOLD
  print -r -- "$(<'${temporary('found')}')"
done
zpty -d shell
`;

function answers(shell: string, args: readonly string[]): string[][] {
  const { status, stdout, stderr } = spawnSync(shell, args, {
    cwd: temporary(''),
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout.split('\n').map((line) => line.split(/\s+/).filter((word) => word !== ''));
}

describe.each(shells)('carray completion %s', (shell) => {
  let script = '';

  beforeAll(async () => {
    writeFileSync(temporary('data.bin'), '');
    const { status, stdout, stderr } = await carray(['completion', shell]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    script = temporary(`carray.${shell}`);
    writeFileSync(script, stdout);
  });

  test.runIf(installed.includes(shell))(
    'completes commands, options, words and files, in the shell itself',
    () => {
      const found = asked[shell](script);
      for (const [index, [line, offered, others]] of cases.entries()) {
        const words = found[index] ?? [];
        expect(words, line).toEqual(expect.arrayContaining([...offered]));
        for (const other of others) expect(words, line).not.toContain(other);
      }
    },
  );
});

test('bash has = as a word of its own, and knows the command', async () => {
  const { stdout } = await carray(['completion', 'bash']);
  const asks = ['--backend = n', '--backend ='].map(
    (words) =>
      `COMP_WORDS=(carray ${words}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _carray; echo "\${COMPREPLY[*]}"`,
  );
  const script = `${stdout}\ncomplete -p carray\n${asks.join('\n')}`;
  const [registered, ...found] = answers('bash', ['--norc', '-c', script]);
  expect(registered).toEqual('complete -o bashdefault -o default -F _carray carray'.split(' '));
  expect(found).toEqual([['native'], ['native', 'ffi'], []]);
});

test('another shell is wrong usage', async () => {
  const { status, stderr } = await carray(['completion', 'tcsh']);
  expect(status).toBe(2);
  expect(stderr).toMatch(/^carray: .*'tcsh' is invalid.*Allowed choices are bash, zsh, fish.*\n$/);
});
