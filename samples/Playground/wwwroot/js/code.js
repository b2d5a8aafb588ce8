// The attribute one writes, and the files the generator makes of it.
import { api } from './api.js';
import { byId, on, state } from './state.js';
import { highlight } from './csharp.js';

const details = byId('generated');
const select = byId('file');
const source = byId('source');
let loaded = '';

/** The forward pass and backpropagation come first: that file is the one to be read. @param {{name: string}[]} files */
const sorted = files => [...files].sort((a, b) => Number(/pass/i.test(b.name)) - Number(/pass/i.test(a.name)));

async function load() {
  if (!details.open || !state.session || !select.value) return;
  const { id, network } = state.session;
  const name = select.value;
  const key = `${id} ${network.hash} ${name} ${JSON.stringify(state.session.code.files)}`;
  if (key === loaded) return;
  loaded = key;
  try {
    const text = await api.code(id, name);
    if (loaded === key) source.replaceChildren(highlight(text));
  } catch (error) {
    loaded = '';
    source.textContent = error.message;
  }
}

on('session', told => {
  const { code } = state.session;
  byId('attribute').replaceChildren(highlight(code.attribute));
  if (!told.network) return;
  const before = select.value;
  const files = sorted(code.files);
  select.replaceChildren(...files.map(file => new Option(`${file.name} (${file.lines.toLocaleString('en')} lines)`, file.name)));
  if (files.some(file => file.name === before)) select.value = before;
  void load();
});
details.addEventListener('toggle', load);
select.addEventListener('change', load);

byId('copy').addEventListener('click', async () => {
  const button = byId('copy');
  try {
    await navigator.clipboard.writeText(state.session.code.attribute);
    button.textContent = 'Copied';
  } catch {
    getSelection()?.selectAllChildren(byId('attribute'));
    button.textContent = 'Selected';
  }
  setTimeout(() => { button.textContent = 'Copy'; }, 1500);
});
