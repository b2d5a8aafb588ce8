// Runs before the page is painted, so that a remembered theme does not flash. Not a module for that reason.
(() => {
  const key = 'compilednet-theme';
  const root = document.documentElement;
  const remembered = () => { try { return localStorage.getItem(key); } catch { return null; } };
  const dark = () => (root.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  const name = () => {
    for (const button of document.querySelectorAll('[data-theme-toggle]')) {
      button.setAttribute('aria-label', dark() ? 'Change to light colours' : 'Change to dark colours');
      button.title = button.getAttribute('aria-label');
    }
    dispatchEvent(new Event('themechange'));
  };
  const theme = remembered();
  if (theme === 'dark' || theme === 'light') root.dataset.theme = theme;
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', name);
  document.addEventListener('DOMContentLoaded', name);
  document.addEventListener('click', event => {
    if (!event.target.closest('[data-theme-toggle]')) return;
    root.dataset.theme = dark() ? 'light' : 'dark';
    try { localStorage.setItem(key, root.dataset.theme); } catch { /* not remembered then */ }
    name();
  });
})();
