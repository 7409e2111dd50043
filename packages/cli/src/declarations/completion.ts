import { Argument, type Command } from 'commander';
import { examples } from './examples.js';

export function declareCompletion(carray: Command): void {
  carray
    .command('completion')
    .description('print a script that completes this command with Tab')
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
    .addHelpText(
      'after',
      examples(
        ['eval "$(carray completion bash)"', 'in ~/.bashrc'],
        ['eval "$(carray completion zsh)"', 'in ~/.zshrc, behind compinit'],
        ['carray completion fish > ~/.config/fish/completions/carray.fish', 'once'],
      ),
    )
    .action(async (shell: 'bash' | 'zsh' | 'fish') => {
      const { completion } = await import('../commands/completion.js');
      await completion(shell);
    });
}
