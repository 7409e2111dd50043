import { expect, it } from 'vitest';
import { runForking } from '../src/fork/run.js';
import { onBothBackends } from '../src/packed.js';

/** 1024 elements; 4096 is TXR's own number of bytes, whatever a page has. */
const txrRound = `
  const { mmap, munmap, uint32, PROT_READ, PROT_WRITE, MAP_ANON, MAP_SHARED } = carray;
  function child(channel, array) {
    if (channel.receive() !== 'X') return 1;
    for (let i = 0; i < 1024; i++) if (array.get(i) !== i) return 2;
    return 0;
  }
  function parent(channel, array) {
    for (let i = 0; i < 1024; i++) array.set(i, i);
    channel.send('X');
  }
  function round() {
    const array = mmap(uint32, 4096, PROT_READ | PROT_WRITE, MAP_ANON | MAP_SHARED);
    const channel = pipe();
    const pid = fork(() => child(channel, array));
    parent(channel, array);
    const end = wait(pid);
    channel.close();
    munmap(array);
    return end;
  }`;

onBothBackends('fork', (_, backend) => {
  it("a child sees the parent's stores into shared memory, 200 times: TXR's test", () => {
    const result = runForking(
      backend,
      `${txrRound}
      const failures = [];
      for (let number = 1; number <= 200; number++) {
        const { status, signal } = round();
        if (status !== 0) failures.push({ number, status, signal });
      }
      return { backend: carray.backendInfo().name, failures };`,
    );
    expect(result).toEqual({ backend, failures: [] });
  });

  it.each([
    ['runs for ever', 'for (;;);'],
    ['waits for ever', 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);'],
  ])('a child that %s is killed and reported', (_, hang) => {
    const result = runForking(
      backend,
      `const array = carray.mapAnonymous(carray.uint8, 1, { shared: true });
      const pid = fork(() => { array.set(0, 9); ${hang} });
      const messageOf = (call) => { try { call(); } catch (error) { return error.message; } };
      const codeOf = (call) => { try { call(); } catch (error) { return error.code; } };
      const report = messageOf(() => wait(pid, 300));
      return { reached: array.get(0), report, after: codeOf(() => process.kill(pid, 0)) };`,
    );
    expect(result).toEqual({
      reached: 9,
      report: 'The child hung: killed after 300 ms',
      after: 'ESRCH',
    });
  });

  it('how a child ended is told', () => {
    const result = runForking(
      backend,
      `const killed = fork(() => { for (;;); });
      process.kill(killed, 'SIGUSR2');
      return [fork(() => 0), fork(() => 255), killed].map((pid) => wait(pid));`,
    );
    expect(result).toEqual([
      { status: 0, signal: null },
      { status: 255, signal: null },
      { status: null, signal: 'SIGUSR2' },
    ]);
  });
});
