// Colours for C#: enough of its grammar to be read with ease, not more.

const keywords = 'abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum event explicit extern false file finally fixed float for foreach get global goto if implicit in init int interface internal is lock long namespace new null object operator out override params partial private protected public readonly record ref required return sbyte scoped sealed set short sizeof stackalloc static string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using value var virtual void volatile where while yield';
const isKeyword = new Set(keywords.split(' '));
const token = /(\/\/[^\n]*|\/\*[^]*?\*\/)|(\$?@?"(?:\\.|""|[^"\\\n])*"|'(?:\\.|[^'\\])')|(\b(?:0[xXbB][\dA-Fa-f_]+|\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?)[fFdDmMuUlL]*\b)|([A-Za-z_]\w*)/g;
/** Longer texts are shown plain: colouring them would take longer than reading a page. */
const most = 400_000;

/** @param {string} source @returns {DocumentFragment} */
export function highlight(source) {
  const result = document.createDocumentFragment();
  if (source.length > most) {
    result.append(source);
    return result;
  }
  let end = 0;
  for (const match of source.matchAll(token)) {
    const [text, comment, string, number, word] = match;
    const kind = comment ? 'c' : string ? 's' : number ? 'n' : isKeyword.has(word) ? 'k' : /^[A-Z]/.test(word) && source[match.index - 1] !== '.' ? 't' : '';
    if (!kind) continue;
    if (match.index > end) result.append(source.slice(end, match.index));
    const span = document.createElement('span');
    span.className = kind;
    span.textContent = text;
    result.append(span);
    end = match.index + text.length;
  }
  result.append(source.slice(end));
  return result;
}
