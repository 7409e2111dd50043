// The contract over memory with pages of 64 KiB, which the backend's own pages play: `npm run test:pages` of the workspace runs it.
import { packageTests } from '../../vitest.shared.mjs';

/** What is not simulated, as withPages of @carray/backend says: the rest of the larger page with the end of a file is not there. */
const otherwise = [
  ...['file mappings', 'past the end', 'end of the file', 'end of a file', 'to bytes inside a page'],
  'locks pages when they are touched', // one of the smaller pages
  'keeps the id, which takes every call over the new length', // it may have moved to where no larger page starts
  'refuses a shorter length, and leaves them alone', // shorter inside of its last larger page it is as long as before
];

export default packageTests({
  include: ['pages/contract.test.ts'],
  testNamePattern: new RegExp(`^(?!.*(?:${otherwise.join('|')}))`),
});
