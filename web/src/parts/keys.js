// keys.js - single keys of a view, their list behind "?", and how to do without them.
import { html, useEffect, useRef, useState } from '../dom.js';
import { Dialog } from './dialog.js';

const NAME = 'chancery-keys';

function remembered() {
  try {
    return localStorage.getItem(NAME) !== 'off';
  } catch {
    return true;
  }
}

function remember(on) {
  try {
    localStorage.setItem(NAME, on ? 'on' : 'off');
  } catch {
    // until the page is left
  }
}

const typing = (target) => /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName) || target.isContentEditable;

/**
 * Calls actions[key] when that key is pressed: not in a field, not with Ctrl, Alt or Meta, not while a dialog is open.
 * `on`: false switches them off.
 */
export function useKeys(actions, on) {
  const now = useRef();
  now.current = on ? actions : {};
  useEffect(() => {
    const press = (event) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
      const action = now.current[event.key];
      if (!action || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      if (!event.repeat || event.key === 'j' || event.key === 'k') action();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}

/** Whether single keys work, remembered in this browser: [on, set]. */
export function useKeysOn() {
  const [on, set] = useState(remembered);
  return [on, (value) => (remember(value), set(value))];
}

/** keys: [[key, what it does]]. */
export function KeysDialog({ keys, on, onSwitch, onClose }) {
  return html`<${Dialog} title="Keys" onClose=${onClose}>
    <dl class="keys">${keys.map(([key, does]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${does}</dd></div>`)}</dl>
    <p><label class="switch"><input type="checkbox" checked=${on} onChange=${(event) => onSwitch(event.target.checked)} /> single keys work (never while you type in a field)</label></p>
    <p><button type="button" onClick=${onClose} onKeyDown=${(event) => event.key === '?' && onClose()}>Close</button></p>
  <//>`;
}
