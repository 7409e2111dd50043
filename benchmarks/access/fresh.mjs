let serial = 0;

/**
 * A function with a source text of its own. V8 shares the feedback of equal texts, so a loop made anew from
 * the same text would start with what the last one has seen.
 */
export function fresh(parameters, body) {
  serial += 1;
  return new Function(`return function loop${serial}(${parameters}) { ${body} }`)();
}
