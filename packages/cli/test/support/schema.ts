import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';

const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true });

/** The document that a text is. Fails unless docs/schemas/NAME.schema.json says that it is right. */
export function documentOf(name: string, text: string): unknown {
  const path = new URL(`../../../../docs/schemas/${name}.schema.json`, import.meta.url);
  const schema: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const document: unknown = JSON.parse(text);
  if (typeof schema !== 'object' || schema === null) throw new Error(`${path} is no schema`);
  const validate = ajv.compile(schema);
  expect(validate(document), ajv.errorsText(validate.errors)).toBe(true);
  return document;
}
