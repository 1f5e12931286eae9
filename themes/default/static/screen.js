/*
 * A card for some seconds, then the next; whoever touches it turns by hand, and after a minute of
 * rest it goes on from the first. Every half hour the page is loaded anew: for new content, and so
 * that nothing can pile up in a week. Where the network is away, what is there stays.
 */
(() => {
  'use strict';

  const CARD = 12e3;
  const REST = 60e3;
  const ANEW = 18e5;
  const cards = Array.prototype.slice.call(document.querySelectorAll('.card'));
  const nav = document.querySelector('nav');
  const number = document.getElementById('number');
  const clock = document.getElementById('clock');
  let now = 0;
  let due = Date.now() + CARD;
  let touched = false;
  const started = Date.now();

  const beijing = () => new Date(Date.now() + 8 * 36e5).toISOString();
  const show = (next) => {
    cards[now].classList.remove('now');
    now = (next + cards.length) % cards.length;
    cards[now].classList.add('now');
    number.textContent = `${now + 1} / ${cards.length}`;
  };

  document.querySelector('main').classList.add('turning');
  cards.forEach((card) => {
    const posting = card.querySelector('[data-until]');
    if (!posting) return;
    const left = (Date.parse(posting.dataset.until) - Date.parse(beijing().slice(0, 10))) / 864e5;
    posting.textContent += left < 0 ? '（已结束）' : left ? `（还剩 ${left} 天）` : '（今天截止）';
  });
  nav.hidden = cards.length < 2;
  nav.addEventListener('click', (event) => {
    const step = Number(event.target.dataset.turn || 0);
    if (!step) return;
    touched = true;
    due = Date.now() + REST;
    show(now + step);
  });
  document.addEventListener('contextmenu', (event) => event.preventDefault());
  show(0);

  const renew = () => {
    if (location.protocol === 'file:') { location.reload(); return; }
    fetch(location.href, { method: 'HEAD', cache: 'no-store' })
      .then((answer) => { if (answer.ok) location.reload(); }, () => {});
  };

  let renewed = started;
  setInterval(() => {
    clock.textContent = beijing().slice(0, 16).replace('T', ' ');
    if (Date.now() - renewed > ANEW && !touched) { renewed = Date.now(); renew(); }
    if (Date.now() < due) return;
    due = Date.now() + CARD;
    show(touched ? 0 : now + 1);
    touched = false;
  }, 1000);
})();
