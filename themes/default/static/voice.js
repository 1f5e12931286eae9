/* Reading aloud by the browser's own voice; loaded, and begun, by the first press of the button. */
(() => {
  'use strict';

  const voice = window.speechSynthesis;
  const button = document.querySelector('[data-read-aloud]');
  const stop = () => {
    voice.cancel();
    button.setAttribute('aria-pressed', 'false');
    button.textContent = '朗读';
  };
  button.addEventListener('click', () => {
    if (button.getAttribute('aria-pressed') === 'true') { stop(); return; }
    // Sentence by sentence: some voices fall silent in the midst of a long text.
    const text = document.querySelector('main').innerText;
    const sentences = text.split(/[\n。！？；]+/).map((part) => part.trim()).filter(Boolean);
    button.setAttribute('aria-pressed', 'true');
    button.textContent = '停止朗读';
    sentences.forEach((sentence, number) => {
      const spoken = new SpeechSynthesisUtterance(sentence);
      spoken.lang = 'zh-CN';
      spoken.rate = 0.9;
      if (number === sentences.length - 1) spoken.onend = stop;
      voice.speak(spoken);
    });
  });
  window.addEventListener('pagehide', () => voice.cancel());
  button.click();
})();
