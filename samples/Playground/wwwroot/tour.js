// The guided tour: one step at a time, its picture and the numbers of its text computed by the server for the chosen seed.

const byId = id => document.getElementById(id);
const seenKey = 'compilednet-tour-seen';
const narrow = matchMedia('(max-width: 1010px)');

let steps = [];
let largestSeed = 99;
let usualSeed = 1;
let seed = 1;
let index = 0;
let request = 0;
let refused = null; // the seed the address asks for, where it is none
const seen = new Set(read());

function read() {
  try { return JSON.parse(sessionStorage.getItem(seenKey)) ?? []; } catch { return []; }
}

function remember(id) {
  seen.add(id);
  try { sessionStorage.setItem(seenKey, JSON.stringify([...seen])); } catch { /* not remembered then */ }
}

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

async function get(address) {
  const response = await fetch(address);
  if (response.ok) return response;
  let message = `The server answered ${response.status}.`;
  try { message = (await response.json()).error ?? message; } catch { /* no JSON, then */ }
  throw new Error(message);
}

// *term* and `code`, as the text of the steps marks them.
function paragraph(text) {
  const made = element('p');
  for (const part of text.split(/(\*[^*]+\*|`[^`]+`)/)) {
    if (/^\*.+\*$/.test(part)) made.append(element('em', part.slice(1, -1)));
    else if (/^`.+`$/.test(part)) made.append(element('code', part.slice(1, -1)));
    else made.append(part);
  }
  return made;
}

const words = new Set('as byte class const do double else false float for foreach if in int internal is long new null out private public readonly record ref return static string struct switch true var void where while'.split(' '));

function highlight(target, code) {
  const pattern = /(\/\/.*)|("(?:[^"\\]|\\.)*")|(\b\d[\d_]*(?:\.\d+)?f?\b)|(\b[A-Za-z_]\w*\b)|([\s\S])/g;
  target.replaceChildren();
  for (const [token, comment, text, number, word] of code.matchAll(pattern)) {
    const kind = comment ? 'c' : text ? 's' : number ? 'n' : word && words.has(word) ? 'k' : word && /^[A-Z]/.test(word) && /[a-z]/.test(word) ? 't' : '';
    target.append(kind ? element('span', token, kind) : token);
  }
}

// Inline, so that the figure has the page's colours; its own style would have those of the system.
function show(svg, description) {
  const root = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
  if (root.nodeName !== 'svg') throw new Error('The picture cannot be read.');
  for (const style of root.querySelectorAll(':scope > style')) style.remove();
  root.removeAttribute('style');
  root.setAttribute('role', 'img');
  root.setAttribute('aria-label', description);
  if (!root.hasAttribute('viewBox')) root.setAttribute('viewBox', `0 0 ${root.getAttribute('width')} ${root.getAttribute('height')}`);
  byId('picture').replaceChildren(document.importNode(root, true));
}

function link(target, step) {
  target.hidden = !step;
  if (!step) return;
  target.href = address(step.id, seed);
  target.textContent = step.title;
}

const address = (id, number) => (number === usualSeed ? `#${id}` : `#${id}?seed=${number}`);

async function open() {
  const step = steps[index];
  const current = ++request;
  document.title = `${step.title} · CompiledNet tour`;
  byId('title').textContent = step.title;
  byId('progress').value = (index + 1) / steps.length;
  byId('progress-text').textContent = `Step ${index + 1} of ${steps.length}`;
  byId('seed-text').textContent = `Computing, seed ${seed} ...`;
  highlight(byId('code'), step.code);
  byId('copy').textContent = 'Copy';
  byId('try').hidden = !step.spec;
  if (step.spec) byId('try-link').href = `/?spec=${encodeURIComponent(JSON.stringify({ ...step.spec, seed }))}`;
  link(byId('previous'), steps[index - 1]);
  link(byId('next'), steps[index + 1]);
  mark();
  byId('step').setAttribute('aria-busy', 'true');
  byId('again').disabled = true;
  try {
    const [page, svg] = await Promise.all([
      get(`/api/tour/${step.id}?seed=${seed}`).then(response => response.json()),
      get(`${step.figure}?seed=${seed}`).then(response => response.text()),
    ]);
    if (current !== request) return;
    show(svg, page.description);
    byId('text').replaceChildren(...page.text.split('\n\n').map(paragraph));
    byId('seed-text').textContent = `${refusal()}Computed by the server with seed ${seed}.`;
    byId('banner').hidden = true;
    remember(step.id);
    mark();
    ahead();
  } catch (error) {
    if (current !== request) return;
    fail(error);
    byId('seed-text').textContent = '';
  } finally {
    if (current === request) {
      byId('step').removeAttribute('aria-busy');
      byId('again').disabled = false;
    }
  }
}

// The next step is computed while this one is read.
function ahead() {
  const next = steps[index + 1];
  if (next) fetch(`/api/tour/${next.id}?seed=${seed}`).catch(() => { /* it will be asked for again */ });
}

function fail(error) {
  byId('banner').hidden = false;
  byId('banner').textContent = error instanceof TypeError
    ? 'The server does not answer. Start it again (dotnet run -c Release --project samples/Playground), then turn the page or reload.'
    : error.message;
}

function mark() {
  byId('list').querySelectorAll('a').forEach((entry, i) => {
    if (i === index) entry.setAttribute('aria-current', 'step'); else entry.removeAttribute('aria-current');
    entry.toggleAttribute('data-seen', seen.has(steps[i].id));
    entry.href = address(steps[i].id, seed);
  });
}

const refusal = () => (refused === null ? '' : `"${refused.length > 20 ? refused.slice(0, 20) + '...' : refused}" is no seed: expected a number from 0 to ${largestSeed}. `);

function fromAddress(scroll) {
  const [id, query] = decodeURIComponent(location.hash.slice(1)).split('?');
  if (id === 'step') return; // the link that skips the contents
  const found = steps.findIndex(step => step.id === id);
  const asked = new URLSearchParams(query ?? '').get('seed');
  index = Math.max(0, found);
  const fits = asked !== null && /^\d{1,9}$/.test(asked) && Number(asked) <= largestSeed;
  seed = fits ? Number(asked) : usualSeed;
  refused = asked === null || fits ? null : asked;
  if (scroll) {
    if (narrow.matches) byId('contents').open = false;
    scrollTo({ top: 0 });
    byId('step').focus({ preventScroll: true });
  }
  open();
}

function turn(by) {
  const to = index + by;
  if (to >= 0 && to < steps.length) location.hash = address(steps[to].id, seed);
}

byId('again').addEventListener('click', () => { location.hash = address(steps[index].id, (seed + 1) % (largestSeed + 1)); });
byId('skip').addEventListener('click', event => {
  event.preventDefault();
  byId('step').focus();
});
byId('copy').addEventListener('click', async () => {
  try {
    await navigator.clipboard.writeText(steps[index].code);
    byId('copy').textContent = 'Copied';
  } catch {
    getSelection().selectAllChildren(byId('code'));
    byId('copy').textContent = 'Selected';
  }
});
addEventListener('hashchange', () => {
  const before = index;
  const [id] = decodeURIComponent(location.hash.slice(1)).split('?');
  fromAddress(steps[before]?.id !== id);
});
addEventListener('keydown', event => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !steps.length) return;
  const by = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 }[event.key];
  // Within the code and the picture, the arrows scroll.
  if (!by || (event.key.startsWith('Arrow') && event.target.closest?.('pre, .picture'))) return;
  event.preventDefault();
  turn(by);
});

byId('contents').open = !narrow.matches;
narrow.addEventListener('change', () => { byId('contents').open = !narrow.matches; });
try {
  const tour = await (await get('/api/tour')).json();
  steps = tour.steps;
  usualSeed = tour.seed;
  largestSeed = tour.largestSeed;
  byId('list').replaceChildren(...steps.map(step => {
    const item = element('li');
    item.append(element('a', step.title));
    return item;
  }));
  fromAddress(false);
} catch (error) {
  fail(error);
}
