// What a person who listens, or needs contrast, would stumble over. Returns a list of sentences.
() => {
  const found = [];
  const main = document.querySelector('[data-testid="stMain"]') || document.body;
  const shown = (node) => node.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });

  const levels = [...main.querySelectorAll('h1,h2,h3,h4,h5,h6')].filter(shown).map((h) => +h.tagName[1]);
  if (levels.filter((level) => level === 1).length !== 1) found.push(`headings: ${levels} have not one h1`);
  levels.forEach((level, i) => {
    if (i && level - levels[i - 1] > 1) found.push(`headings: h${levels[i - 1]} is followed by h${level}`);
  });
  for (const image of main.querySelectorAll('img')) if (!image.alt) found.push('an image without words');
  if (!document.documentElement.lang) found.push('the page names no language');

  const named = (node) =>
    (node.getAttribute('aria-label') || node.textContent || node.title || '').trim() ||
    (node.labels && node.labels.length) || node.getAttribute('aria-labelledby');
  for (const node of main.querySelectorAll('a[href],button,input:not([type=hidden]),select,textarea,summary'))
    if (shown(node) && !named(node)) found.push(`no name: ${node.outerHTML.slice(0, 120)}`);
  for (const table of main.querySelectorAll('.ww table'))
    if (shown(table) && !table.querySelector('th[scope]')) found.push('a table without headers');
  const ids = [...document.querySelectorAll('.ww [id]')].map((node) => node.id);
  ids.forEach((id, i) => { if (ids.indexOf(id) !== i) found.push(`id ${id} is there twice`); });
  for (const node of document.querySelectorAll('.ww [aria-describedby], .ww [aria-labelledby]'))
    for (const id of (node.getAttribute('aria-describedby') || node.getAttribute('aria-labelledby')).split(' '))
      if (!document.getElementById(id)) found.push(`nothing has the id ${id}`);

  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  const ground = (node) => {
    const layers = [];
    for (let at = node; at; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 1]);
  };
  const light = ([r, g, b]) => [r, g, b]
    .map((v) => v / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  const seen = new Set();
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || seen.has(node) || !shown(node)) continue;
    seen.add(node);
    const box = node.getBoundingClientRect();
    if (box.width <= 1 || node.closest('style,script,:disabled,[aria-disabled="true"],[data-testid="stIconMaterial"]')) continue;
    const below = ground(node);
    const [a, b] = [light(over(rgba(getComputedStyle(node).color), below)), light(below)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) found.push(`contrast ${ratio.toFixed(2)}: ${walker.currentNode.data.trim().slice(0, 60)}`);
  }
  return found;
}
