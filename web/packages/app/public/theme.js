// Runs before the first paint, so that the chosen theme never flashes. A file of its own: inline scripts are barred.
(() => {
  const chosen = localStorage.getItem('stoa.theme');
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
})();
