// Runs before the first paint, so that the chosen theme and contrast never flash. A file of its own: inline scripts are barred.
(() => {
  try {
    const chosen = localStorage.getItem('stoa.theme');
    if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
    if (localStorage.getItem('stoa.contrast') === 'more') document.documentElement.dataset.contrast = 'more';
  } catch {
    // A browser that keeps nothing has no choice kept.
  }
})();
