import { describe, expect, it } from 'vitest';
import type { Patch } from './package-copy.js';
import { buildThreaded, endOfThread } from './thread-sanitizer.js';

const sources = [
  ...['waits.cc', 'waiters.cc', 'futex_linux.cc', 'regions.cc', 'shared_table.cc', 'memory_posix.cc'],
  ...['resize_posix.cc', 'faults/faults_posix.cc'],
];
const rounds = 5000;

const found = (said: string) => ({ status: endOfThread, said });
const stopped = (said: string) => ({ status: null, said });

const defects: readonly (Patch & {
  readonly name: string;
  readonly end: { readonly status: number | null; readonly said: string };
})[] = [
  {
    name: 'a wait that is posted to an environment that has ended',
    source: 'waits.cc',
    text: 'if (!closed_ && post_',
    replacement: 'if (post_',
    end: stopped('a wait was posted to an environment that has ended'),
  },
  {
    name: 'a wait that is cancelled without the lock',
    source: 'waits.cc',
    text: '  std::lock_guard<std::mutex> lock(mutex_);\n  const auto found',
    replacement: '  const auto found',
    end: found('ThreadSanitizer: data race'),
  },
  {
    name: 'waits that go on when their environment has ended',
    source: 'waits.cc',
    text: 'for (auto& [number, wait] : waits_) futex::Call(wait->cancelled);',
    replacement: '',
    end: stopped('waits are left'),
  },
  {
    name: 'a wait that keeps its region',
    source: 'waits.cc',
    text: 'regions::Release(wait->region);',
    replacement: '',
    end: stopped('waits are left'),
  },
  {
    name: 'a cancel that hides a wake',
    source: 'futex_linux.cc',
    text: 'if (woken == 1) return 0;',
    replacement: 'if (woken == 1) return cancelled.load() != 0 ? -ECANCELED : 0;',
    end: stopped('a wake was lost'),
  },
  {
    name: 'a thread that looks for itself among the idle ones without the lock',
    source: 'waiters.cc',
    text: '  std::lock_guard<std::mutex> lock(pool.mutex);\n  const auto place',
    replacement: '  const auto place',
    end: found('ThreadSanitizer: data race'),
  },
];

describe('waits under ThreadSanitizer', () => {
  it('do not race, and lose no wake', () => {
    expect(buildThreaded('waits', sources)(rounds)).toEqual({ status: 0, signal: null, stderr: '' });
  });

  for (const { name, end, ...patch } of defects) {
    it(`is found: ${name}`, () => {
      const { status, stderr } = buildThreaded('waits', sources, [patch])(rounds);
      expect(stderr).toContain(end.said);
      expect(status).toBe(end.status);
    });
  }
});
