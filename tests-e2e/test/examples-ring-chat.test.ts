import { existsSync, readFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { type RunningExample, runExample, signal, startExample } from '../src/examples.js';
import { carray, onBothBackends } from '../src/packed.js';

let rooms = 0;

/** A room of the test's own, which is gone afterwards. */
function newRoom(): string {
  const room = `test-${process.pid}-${rooms++}`;
  onTestFinished(() => void carray.unlinkSharedMemory(`ring-chat-${room}`));
  return room;
}

const memoryOf = (room: string): string => `/dev/shm/ring-chat-${room}`;
const isThere = (room: string): boolean => existsSync(memoryOf(room));
const say = ({ child }: RunningExample, ...lines: string[]) =>
  child.stdin.write(lines.map((line) => `${line}\n`).join(''));
const has = (line: string) => (lines: readonly string[]) => lines.includes(line);

onBothBackends('examples/ring-chat', (_, backend) => {
  async function enter(room: string): Promise<RunningExample> {
    const program = startExample(backend, 'ring-chat', [room]);
    await program.until(has(`* you are in room ${room}`));
    return program;
  }

  it('brings lines both ways, in order, and ends for both when one leaves', async () => {
    const room = newRoom();
    const [one, two] = [await enter(room), await enter(room)];
    const many = Array.from({ length: 5000 }, (_, index) => `line ${index} ${'x'.repeat(index % 100)}`);
    say(one, ...many); // several times what the ring has room for
    say(two, 'hello', '', 'Łódź 😀');
    await two.until(({ length }) => length > many.length);
    await one.until(({ length }) => length > 3);
    expect(two.lines.slice(1)).toEqual(many.map((line) => `> ${line}`));
    expect(one.lines.slice(1)).toEqual(['> hello', '> ', '> Łódź 😀']);
    one.child.stdin.end('bye\n');
    const ends = await Promise.all([one.ended, two.ended]);
    expect(ends.map(({ status, stderr }) => [status, stderr])).toEqual([
      [0, ''],
      [0, ''],
    ]);
    expect(two.lines.slice(-2)).toEqual(['> bye', '* the other has left']);
    expect(isThere(room)).toBe(false);
  });

  it('two that come at once meet, and a third is sent away', async () => {
    const room = newRoom();
    const [one, two] = await Promise.all([enter(room), enter(room)]);
    const third = runExample(backend, 'ring-chat', [room], 'hi\n');
    expect([third.status, third.stderr]).toEqual([1, `ring-chat: two are in room ${room} already\n`]);
    say(one, 'from one');
    say(two, 'from two');
    await Promise.all([one.until(has('> from two')), two.until(has('> from one'))]);
    expect(isThere(room)).toBe(true);
  });

  it('what is said to one that was killed waits for the next, who takes the empty seat', async () => {
    const room = newRoom();
    const [one, victim] = [await enter(room), await enter(room)];
    say(victim, 'last words');
    await one.until(has('> last words'));
    signal(victim, 'SIGKILL');
    await one.until(has('* the other was killed; what you say waits for the next'));
    say(one, 'is anybody there?');
    const next = await enter(room);
    await next.until(has('> is anybody there?'));
    say(next, 'I am');
    await one.until(has('> I am'));
    next.child.stdin.end();
    expect((await one.ended).status).toBe(0);
    expect(isThere(room)).toBe(false);
  });

  it('when both were killed the room stays, with what was said in it', async () => {
    const room = newRoom();
    const [one, two] = [await enter(room), await enter(room)];
    signal(two, 'SIGKILL');
    await one.until(({ length }) => length > 1);
    say(one, 'nobody hears this');
    // It prints nothing when it has said it.
    while (!readFileSync(memoryOf(room)).includes('nobody hears this'))
      await new Promise((resolve) => setTimeout(resolve, 10));
    signal(one, 'SIGKILL');
    await one.ended;
    const [three, four] = [await enter(room), await enter(room)];
    const heard = [three, four].map((program) => program.until(has('> nobody hears this')));
    await Promise.race(heard.map((each) => each.then(() => undefined)));
  });
});
