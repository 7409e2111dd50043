/**
 * What tells whether a text matches: one with * (any characters) or ? (one) must match as a whole, any other must occur in it.
 * Upper and lower case are alike.
 */
export function matcher(pattern: string): (text: string) => boolean {
  const quoted = pattern.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
  const source = quoted.replaceAll('*', '.*').replaceAll('?', '.');
  const expression = new RegExp(/[*?]/.test(pattern) ? `^${source}$` : source, 'is');
  return (text) => expression.test(text);
}
