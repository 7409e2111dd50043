// The table. A case is a loop (loops.mjs) over a subject (subjects.mjs); `once` has each loop called one time only.
// `goal` is the ratio to the raw loop that is wished for, on Node 22 and later and on Node 20.
const goal = (later, node20 = later) => ({ later, node20 });
const everywhere = ['plain', 'on-a-file', 'after-everything'];
const afterEverything = { read: goal(1.5), store: goal(2) };

const ONCE = 10_000_000;
const ONCE_RECORDS = 1_000_000;

const get = (id, name, rest) => ({ id, name, group: 'get', does: 'read', kind: 'uint32', ...rest });
const set = (id, name, kind, loop, wished, rest) => ({
  id,
  name,
  group: 'set',
  does: 'store',
  over: 'mapped',
  kind,
  loop,
  goal: wished,
  values: 'small', // increments must keep fitting
  ...rest,
});
const record = (id, name, does, over, loop) => [
  { id, name, group: 'struct', does, over, loop, goal: goal(1.2) },
  {
    id: `${id}-once`,
    name: `${name}, 1e6 run once`,
    group: 'struct',
    does,
    over,
    loop,
    goal: goal(1.5),
    once: true,
    length: ONCE_RECORDS,
    values: does === 'read' ? 'sparse' : 'spread',
  },
];
const other = (kind, loops) =>
  ['get', 'set'].map((access, index) => ({
    id: `${access}-${kind}`,
    name: `${access} ${kind}`,
    group: 'other layouts',
    does: index === 0 ? 'read' : 'store',
    over: 'mapped',
    kind,
    loop: loops[index],
    goal: goal(1.2),
  }));

const inAllSituations = [
  get('get-sequential', 'get sequential', { over: 'mapped', loop: 'sum', goal: goal(1.1, 1.25) }),
  get('get-parameter', 'get, index from a parameter', {
    over: 'parameter',
    loop: 'sumFrom',
    goal: goal(1.15, 1.35),
  }),
  get('get-random', 'get, random index', { over: 'random', loop: 'sumRandom', goal: goal(1.15, 1.2) }),
  get('get-once', 'get, 1e7 run once', {
    over: 'mapped',
    loop: 'sum',
    values: 'sparse',
    goal: goal(1.1, 1.25),
    once: true,
    length: ONCE,
  }),
  get('get-hash', 'get, a hash of each element', { over: 'mapped', loop: 'hash', goal: goal(1.05) }),

  get('get-to-length', 'get up to a.length', { over: 'mapped', loop: 'sumToLength', goal: goal(1.1, 1.25) }),
  get('at', 'at', { over: 'mapped', loop: 'sumAt' }),

  set('set-float64', 'set float64', 'float64', 'setDouble', goal(1.2)),
  set('set-uint8', 'set uint8', 'uint8', 'setByte', goal(1.2)),
  set('set-int32', 'set int32', 'int32', 'setSigned', goal(1.4, 1.5)),
  set('set-uint32', 'set uint32', 'uint32', 'setIndex', goal(1.6)),
  set('set-uint32-random', 'set uint32, random values', 'uint32', 'setRandom', goal(1.6)),
  set('update-float64', 'update float64', 'float64', 'increment', goal(1.2)),
  set('update-uint8', 'update uint8', 'uint8', 'incrementByte', goal(1.2)),
  set('update-int32', 'update int32', 'int32', 'increment', goal(1.4, 1.5)),
  set('update-uint32', 'update uint32', 'uint32', 'increment', goal(1.6)),

  ...record('struct-update', 'struct update', 'store', 'records', 'structUpdate'),
  ...record('struct-read', 'struct field read', 'read', 'records', 'structRead'),
  ...record('struct-column', 'struct column read', 'read', 'column', 'columnRead'),

  ...[2, 3, 4].map((count) =>
    get(`types-${count}`, `get, ${count} types at one site`, {
      over: 'mixed',
      mixed: ['uint32', 'float64', 'int16', 'uint8'].slice(0, count),
      values: 'small',
      loop: 'count',
      goal: goal(1.1, 1.5),
    }),
  ),

  ...other('uint32be', ['sumBigEndian', 'setBigEndian']),
  ...other('float64be', ['sumBigEndianDouble', 'setBigEndianDouble']),
  ...other('unaligned', ['sumUnaligned', 'setUnaligned']),
  ...other('int64', ['sumBig', 'setBig']),
].map((one) => ({ ...one, situations: everywhere }));

const storms = ['after-storm', 'after-storm-later'];
for (const id of ['get-sequential', 'update-uint32']) {
  inAllSituations.find((one) => one.id === id).situations = [...everywhere, ...storms];
}

const special = [
  get('two-live-get', '2 live mappings: get', { over: 'twoLive', loop: 'sum' }),
  get('two-live-update', '2 live mappings: update', {
    does: 'store',
    over: 'twoLive',
    loop: 'increment',
    values: 'small',
  }),
  get('two-live-struct', '2 live mappings: struct update', {
    does: 'store',
    over: 'twoLiveRecords',
    loop: 'structUpdate',
  }),
  get('heap-get', 'heap array: get', { over: 'heap', loop: 'sum' }),
  get('heap-update', 'heap array: update', {
    does: 'store',
    over: 'heap',
    loop: 'increment',
    values: 'small',
  }),
  get('beyond-get', 'get beyond 2 ** 32', { over: 'beyond', kind: 'uint8', loop: 'sumFrom' }),
  get('beyond-set', 'set beyond 2 ** 32', { does: 'store', over: 'beyond', kind: 'uint8', loop: 'setFrom' }),
].map((one) => ({ ...one, group: 'special', situations: ['plain'] }));

const bulk = [
  get('for-each', 'forEach', { over: 'callbacks', loop: 'forEach', goal: goal(1.1) }),
  get('for-each-inline', 'forEach to a loop without a call', { over: 'byHand', loop: 'forEachInline' }),
  get('reduce', 'reduce', { over: 'reducers', loop: 'reduce', goal: goal(1.1) }),
  get('reduce-inline', 'reduce to a loop without a call', { over: 'byHand', loop: 'reduceInline' }),
  get('to-array-uint32', 'toArray uint32', {
    over: 'mapped',
    values: 'small',
    loop: 'toArray',
    goal: goal(1.5),
  }),
  get('to-array-float64', 'toArray float64', {
    over: 'mapped',
    kind: 'float64',
    loop: 'toArray',
    goal: goal(1.5),
  }),
  get('fill', 'fill 4096', { does: 'store', over: 'mapped', loop: 'fill', goal: goal(1.2) }),
  get('fill-large', 'fill 1e6', {
    does: 'store',
    over: 'mapped',
    loop: 'fill',
    goal: goal(1.2),
    length: 1_000_000,
  }),
  get('write-to', 'writeTo a file, 64 MiB', { over: 'writing', loop: 'write', goal: goal(1.1) }),
  get('read-from', 'readFrom a file, 64 MiB', { over: 'reading', loop: 'read', goal: goal(1.1) }),
].map((one) => ({
  ...one,
  group: 'bulk',
  situations: ['plain'],
  ...(one.id === 'write-to' || one.id === 'read-from'
    ? { kind: 'uint8', length: 64 * 2 ** 20, once: true }
    : {}),
}));

/** Raw loops on both sides: what these are off 1 is the error of the measurement. */
const controls = [
  get('control', 'control: raw to raw', { over: 'rawTwice', loop: 'rawSum' }),
  get('control-once', 'control: raw to raw, run once', {
    over: 'rawTwice',
    loop: 'rawSum',
    values: 'sparse',
    once: true,
    length: ONCE,
  }),
].map((one) => ({ ...one, group: 'control', situations: ['plain'], goal: goal(1.03) }));

const floor = [
  get('floor-get', 'floor: get of a class without checks', { loop: 'sum' }),
  get('floor-update', 'floor: update of a class without checks', {
    does: 'store',
    loop: 'increment',
    values: 'small',
  }),
].map((one) => ({ ...one, over: 'unchecked', group: 'floor', situations: ['plain'] }));

export const cases = [...controls, ...floor, ...inAllSituations, ...special, ...bulk];

/** One row for each case in each of its situations. */
export const rows = ['plain', 'on-a-file', 'after-everything', ...storms].flatMap((situation) =>
  cases
    .filter((one) => one.situations.includes(situation))
    .map(({ id, name, group, does, goal: plainGoal }) => ({
      id: situation === 'plain' ? id : `${id}/${situation}`,
      case: id,
      situation,
      group,
      name: situation === 'plain' ? name : `${name}, ${situation.replaceAll('-', ' ')}`,
      goal: { plain: plainGoal, 'after-everything': afterEverything[does] }[situation],
    })),
);

export const quick = [
  'control',
  'get-sequential',
  'get-parameter',
  'get-random',
  'get-once',
  'get-hash',
  'update-float64',
  'update-uint32',
  'struct-update',
  'get-sequential/after-everything',
  'update-float64/after-everything',
  'update-uint32/after-everything',
];
