import { expect, it } from 'vitest';
import { onEveryWay, onNative, onSurvivors, rowsOf } from '../src/faults/run.js';

const expected = { end: 'lost', kept: true };

onSurvivors('a file made shorter while a loop runs over it', (way) => {
  it.each(['read-write', 'copy-on-write', 'read'])('get, %s', (access) => {
    expect(rowsOf(way, 'underway.cjs', 'get', { access })).toEqual(expected);
  });

  it.each(['read-write', 'copy-on-write'])('set, %s', (access) => {
    expect(rowsOf(way, 'underway.cjs', 'set', { access })).toEqual(expected);
  });
});

onEveryWay('a file made shorter while it is copied', (way) => {
  it('toBuffer', () => {
    expect(rowsOf(way, 'underway.cjs', 'bulk', { access: 'read-write' })).toEqual(expected);
  });
});

onNative('a file made shorter while a loop runs over a raw view', (way) => {
  it.each(['read-write', 'read'])('%s', (access) => {
    expect(rowsOf(way, 'underway.cjs', 'view', { access })).toEqual({
      end: 'lost',
      told: ['string', true],
      faults: true,
    });
  });
});
