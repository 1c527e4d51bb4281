// Before the first paint: the theme the reader chose, or the system's. A file of its own, because the page allows no inline script.
(function () {
  var chosen = null;
  try {
    chosen = localStorage.getItem('hero.theme');
  } catch {
    // storage may be forbidden; the system's theme is a good answer
  }
  var dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
