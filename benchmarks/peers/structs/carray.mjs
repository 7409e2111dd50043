import { fresh } from '../../access/fresh.mjs';
import { mapped } from './mapping.mjs';

const each = (body) => `let sum = 0; for (let i = from; i < to; i++) { ${body} } return sum;`;

export function records(path, length) {
  const array = mapped(path, length);
  const sum = fresh('a, from, to', each('sum += a.ref(i).x;'));
  const update = fresh(
    'a, from, to',
    each('const p = a.ref(i); p.x += p.y * 0.5; p.flags = (p.flags + 1) & 255;'),
  );
  return { sum: (from, to) => sum(array, from, to), update: (from, to) => update(array, from, to) };
}
