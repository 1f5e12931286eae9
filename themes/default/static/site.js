/*
 * Small comforts; every page is complete without them. ES2015, loaded with `defer`.
 *   1. how many days a public notice still runs
 *   2. a sheet on a board that is older than the page (?v=2 from its QR code)
 *   3. print buttons, folds that open for paper
 *   4. the menu of domains closes
 *   5. a question before a link leads away from government sites
 *   6. large print (大字版), remembered; reading aloud (voice.js)
 *   7. a word where searching cannot work
 */
(() => {
  'use strict';

  const each = (selector, work) => Array.prototype.forEach.call(document.querySelectorAll(selector), work);
  const dayNumber = (text) => Date.parse(`${text}T00:00:00Z`) / 864e5;
  // The county lives in Beijing time, wherever the reader's clock stands.
  const today = Math.floor((Date.now() + 8 * 36e5) / 864e5);

  each('[data-until]', (element) => {
    const left = dayNumber(element.dataset.until) - today;
    if (isNaN(left)) return;
    const note = document.createElement('b');
    note.className = 'left';
    if (left < 0) element.classList.add('past');
    note.textContent = left < 0 ? '已结束' : left ? `还剩 ${left} 天` : '今天截止';
    element.appendChild(note);
  });

  const outdated = document.getElementById('outdated');
  const scanned = /[?&]v=(\d+)/.exec(location.search);
  if (outdated && scanned) {
    const version = Number(scanned[1]);
    const current = Number(document.querySelector('[data-version]').dataset.version);
    if (version > 0 && version < current) {
      const then = outdated.querySelector(`[data-change="${version}"]`);
      const since = then ? then.dataset.day : '';
      each('#outdated li', (item) => {
        const change = item.dataset.change;
        const old = change ? Number(change) <= version : item.dataset.day <= since;
        if (old) item.parentNode.removeChild(item);
      });
      outdated.querySelector('[data-scanned]').textContent = version;
      outdated.hidden = false;
    }
  }

  each('[data-print]', (button) => {
    button.hidden = false;
    button.addEventListener('click', () => window.print());
  });
  const folds = [];
  window.addEventListener('beforeprint', () => each('main details:not([open])', (fold) => {
    fold.open = true;
    folds.push(fold);
  }));
  window.addEventListener('afterprint', () => {
    while (folds.length) folds.pop().open = false;
  });

  each('details.menu', (menu) => {
    document.addEventListener('click', (event) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    menu.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && menu.open) {
        menu.open = false;
        menu.firstElementChild.focus();
      }
    });
    menu.addEventListener('focusout', (event) => {
      if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
    });
  });

  document.addEventListener('click', (event) => {
    const link = event.target.closest ? event.target.closest('main a[href]') : null;
    if (!link || !/^https?:$/.test(link.protocol) || link.host === location.host) return;
    if (/(^|\.)gov\.cn$/.test(link.hostname)) return;
    if (!window.confirm(`您将离开本网站，前往：${link.hostname}`)) event.preventDefault();
  });

  each('[data-large-print]', (button) => {
    const root = document.documentElement;
    const show = () => button.setAttribute('aria-pressed', String(root.hasAttribute('data-large')));
    button.addEventListener('click', () => {
      const large = !root.hasAttribute('data-large');
      if (large) {
        root.setAttribute('data-large', '');
        window.gongkaiLarge();
      } else root.removeAttribute('data-large');
      try {
        localStorage.setItem('gongkai-large', large ? '1' : '0');
      } catch (forbidden) { /* it lasts for this page, then */ }
      show();
    });
    button.hidden = false;
    show();
  });

  // The script for it is fetched when somebody wants to listen.
  each('[data-read-aloud]', (button) => {
    if (!window.speechSynthesis || !window.SpeechSynthesisUtterance) return;
    button.addEventListener('click', () => {
      const listening = document.createElement('script');
      listening.src = button.dataset.readAloud;
      document.head.appendChild(listening);
    }, { once: true });
    button.hidden = false;
  });

  const unavailable = document.getElementById('search-unavailable');
  if (unavailable) {
    window.addEventListener('load', () => {
      if (!window.gongkaiSearch) unavailable.hidden = false;
    });
  }
})();
