// What all charts share. The background is drawn, so that they can be read on any page.
const escaped = (text) => String(text).replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`);

export const element = (name, attributes, content = '') => {
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  return content === '' ? `<${name}${list.join('')}/>` : `<${name}${list.join('')}>${content}</${name}>`;
};
export const text = (x, y, content, attributes = {}) =>
  element('text', { x, y, ...attributes }, escaped(content));

const inks = (back, ink, faint) =>
  `.back{fill:${back}}text{fill:${ink}}.limit{stroke:${ink};fill:none}.grid{stroke:${faint}}`;
const dark = `@media(prefers-color-scheme:dark){${inks('#0d1117', '#e6edf3', '#30363d')}}`;
const fonts = 'text{font:12px sans-serif}.title{font-size:14px;font-weight:bold}';
const style = `${fonts}${inks('#fff', '#1f2328', '#d0d7de')}${dark}`;

export function svg(width, height, title, parts) {
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: 'img',
  };
  const back = element('rect', { class: 'back', width, height });
  const content = [`<title>${escaped(title)}</title>`, `<style>${style}</style>`, back, ...parts];
  return `${element('svg', attributes, `\n${content.join('\n')}\n`)}\n`;
}

/** Told apart without colour sight, on light and on dark. */
const colours = [
  '#0072b2',
  '#e69f00',
  '#009e73',
  '#cc79a7',
  '#d55e00',
  '#56b4e9',
  '#a6761d',
  '#8a8a8a',
  '#7570b3',
  '#b8a800',
];
export const colourOf = (index) => colours[index % colours.length];
