import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { plainProgram, wideProgram } from './types/wide-program.js';

const workspace = new URL('../../../', import.meta.url);
const inWorkspace = (path: string): string => fileURLToPath(new URL(path, workspace));

interface Cost {
  readonly errors: string[];
  /** How many types the compiler made from generic ones: the same on every machine. */
  readonly instantiations: number;
}

/** What each program costs the compiler, after those before it. */
function costsOf(programs: readonly string[]): Cost[] {
  const { options } = ts.parseJsonConfigFileContent(
    { extends: inWorkspace('tsconfig.base.json') },
    ts.sys,
    inWorkspace('packages/carray'),
  );
  options.paths = { '@carray/*': [inWorkspace('packages/*/src/index.ts')] };
  const texts = new Map(
    programs.map((text, index) => [inWorkspace(`packages/carray/test/checked-program-${index}.ts`), text]),
  );
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (path) => texts.has(path) || fileExists(path);
  host.readFile = (path) => texts.get(path) ?? readFile(path);
  const program = ts.createProgram([...texts.keys()], options, host);
  let before = 0;
  return Array.from(texts.keys(), (path) => {
    const diagnostics = program.getSemanticDiagnostics(program.getSourceFile(path));
    const total = program.getInstantiationCount();
    const instantiations = total - before;
    before = total;
    return {
      errors: diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
      instantiations,
    };
  });
}

describe('what TypeScript has to do for a struct', () => {
  it('of 50 fields, with get, set, ref and field of each, is little, and twice that for 100', () => {
    const [plain, wide, wider] = costsOf([plainProgram, wideProgram(50), wideProgram(100)]);
    expect([plain?.errors, wide?.errors, wider?.errors]).toEqual([[], [], []]);
    // About 5,000 when this was written: 0.1 to 0.3 s of check time.
    expect(wide?.instantiations).toBeLessThan(15_000);
    expect(wider?.instantiations).toBeLessThan(2.5 * (wide?.instantiations ?? 0));
  });

  it('in a program with an error, the error is found', () => {
    const [cost] = costsOf([wideProgram(50).replace('ref.field0 = 1;', "ref.field0 = '1';")]);
    expect(cost?.errors).toEqual(["Type 'string' is not assignable to type 'number'."]);
  });
});
