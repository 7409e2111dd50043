// TypeDoc leaves code out of the anchors of headings: with it they are as links on GitHub have them.
/** @param {import('markdown-it').default} parser */
export function keepCodeInHeadings(parser) {
  parser.core.ruler.push('code_in_headings', ({ tokens, Token }) => {
    for (const [index, { type }] of tokens.entries()) {
      const inline = tokens[index + 1];
      if (type !== 'heading_open' || !inline?.children) continue;
      inline.children = inline.children.flatMap((child) =>
        child.type === 'code_inline' ? parts(Token, child) : [child],
      );
    }
  });
}

function parts(Token, { content }) {
  const part = (type, text) => Object.assign(new Token(type, '', 0), { content: text });
  return [part('html_inline', '<code>'), part('text', content), part('html_inline', '</code>')];
}
