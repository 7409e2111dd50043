import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';

/** Parses what a command has printed, and holds it against its schema in docs/schemas. @throws what does not match */
export function validated(command: string, text: string): unknown {
  const url = new URL(`../../../docs/schemas/${command}.schema.json`, import.meta.url);
  const validate = new Ajv2020({ allowUnionTypes: true }).compile(JSON.parse(readFileSync(url, 'utf8')));
  const value: unknown = JSON.parse(text);
  if (validate(value)) return value;
  throw new Error(`${JSON.stringify(validate.errors)}\n${text}`);
}
