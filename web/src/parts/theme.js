// theme.js - light, dark, or as the system says. Remembered in this browser.
import { html, useEffect, useState } from '../dom.js';

const KEY = 'chancery-theme';
const CHOICES = [
  ['', 'System'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

export function Theme() {
  const [theme, set] = useState(() => localStorage.getItem(KEY) ?? '');
  useEffect(() => {
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
    localStorage.setItem(KEY, theme);
  }, [theme]);
  return html`<label class="theme">Theme
    <select value=${theme} onChange=${(event) => set(event.target.value)}>
      ${CHOICES.map(([value, name]) => html`<option value=${value}>${name}</option>`)}
    </select>
  </label>`;
}
