// Says so when the server is gone, and takes the controls away until it is back.
import { byId, on } from './state.js';

const command = 'dotnet run -c Release --project samples/Playground';

/** @param {boolean} gone */
function disable(gone) {
  document.body.dataset.gone = String(gone);
  const selector = '#problems button, #transport :is(button, input, select), main :is(button, input, select)';
  for (const control of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll(selector))) {
    if (gone && !control.disabled) {
      control.disabled = true;
      control.dataset.gone = '';
    } else if (!gone && 'gone' in control.dataset) {
      control.disabled = false;
      delete control.dataset.gone;
    }
  }
}

on('gone', error => {
  const banner = byId('banner');
  if (error?.status > 0) {
    banner.textContent = error.message + ' This page tries again by itself.';
  } else if (document.body.dataset.gone !== 'true') {
    const code = document.createElement('code');
    code.textContent = command;
    banner.replaceChildren('The server is gone. Start it again with ', code, ', and this page connects to it by itself.');
  }
  banner.hidden = false;
  disable(true);
});

on('lost', () => {
  byId('banner').textContent = 'The server no longer has this network: it is being made anew ...';
  byId('banner').hidden = false;
  disable(true);
});

on('back', () => {
  byId('banner').hidden = true;
  disable(false);
});
