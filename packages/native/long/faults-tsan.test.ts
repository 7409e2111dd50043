import { describe, expect, it } from 'vitest';
import type { Patch } from './package-copy.js';
import { buildThreaded, endOfThread } from './thread-sanitizer.js';

const programs = {
  faults: {
    sources: ['faults_linux.cc', 'marks.cc', 'slots_linux.cc', 'survive_linux.cc'],
    rounds: 2000,
  },
  chain: { sources: ['chain_linux.cc'], rounds: 20_000 },
} as const;

type Program = keyof typeof programs;

function runProgram(program: Program, patches: readonly Patch[] = []) {
  const sources = programs[program].sources.map((name) => `faults/${name}`);
  return buildThreaded(program, sources, patches)(programs[program].rounds);
}

const race = { status: endOfThread, said: 'ThreadSanitizer: data race' };

const defects: readonly (Patch & {
  readonly name: string;
  readonly program: Program;
  readonly end: { readonly status: number | null; readonly said: string };
})[] = [
  {
    name: 'a claim that everybody gets',
    program: 'faults',
    source: 'faults/marks.cc',
    text: '(claimed) & claimed) == 0',
    replacement: '(claimed) & claimed) <= claimed',
    end: race,
  },
  {
    name: 'a claim that orders nothing',
    program: 'faults',
    source: 'faults/marks.cc',
    text: 'fetch_or(claimed)',
    replacement: 'fetch_or(claimed, std::memory_order_relaxed)',
    end: race,
  },
  {
    name: 'a slot that is closed without a wait for its visitors',
    program: 'faults',
    source: 'faults/slots_linux.cc',
    text: 'slot.visitors.load() != 0 &&',
    replacement: 'false && slot.visitors.load() != 0 &&',
    end: race,
  },
  {
    name: 'a visitor that leaves without order',
    program: 'faults',
    source: 'faults/slots_linux.cc',
    text: 'slot_->visitors.fetch_sub(1)',
    replacement: 'slot_->visitors.fetch_sub(1, std::memory_order_relaxed)',
    end: race,
  },
  {
    name: 'a visitor that does not heed pauses',
    program: 'faults',
    source: 'faults/slots_linux.cc',
    text: '(alone || slot.pauses.load() == 0)',
    replacement: '(alone || slot.pauses.load() >= 0)',
    end: race,
  },
  {
    name: 'a page that is replaced without a mark',
    program: 'faults',
    source: 'faults/survive_linux.cc',
    text: 'slot.marks.Set(each, diagnosis.mark);',
    replacement: 'static_cast<void>(each);',
    end: { status: null, said: 'a page was replaced without a mark' },
  },
  {
    name: 'a row of marks that is looked at twice',
    program: 'faults',
    source: 'faults/marks.cc',
    text: '(word >> ShiftOf(page) & kMark) * kEachPage',
    replacement: 'static_cast<std::uint64_t>(At(page)) * kEachPage',
    end: { status: null, said: 'a row of marks is empty' },
  },
  {
    name: 'a handler that becomes the previous one without order',
    program: 'chain',
    source: 'faults/chain_linux.cc',
    text: 'chain.previous.store(link)',
    replacement: 'chain.previous.store(link, std::memory_order_relaxed)',
    end: race,
  },
];

describe('under ThreadSanitizer', () => {
  it.each(Object.keys(programs) as Program[])('the threads of test/tsan/%s.cc do not race', (program) => {
    expect(runProgram(program)).toEqual({ status: 0, signal: null, stderr: '' });
  });

  for (const { name, program, end, ...patch } of defects) {
    it(`is found: ${name}`, () => {
      const { status, stderr } = runProgram(program, [patch]);
      expect(stderr).toContain(end.said);
      expect(status).toBe(end.status);
    });
  }
});
