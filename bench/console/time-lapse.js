/**
 * Runs before a page's own scripts, after in-page.js: makes an hour pass in `FACTOR` times less. Timers run so much
 * faster, but for those of a minute and more, which would ask the server for what it reads in full; and between two
 * real pictures of the stream come FACTOR - 1 that lie between them, as a real hour would have brought.
 */
(() => {
  const FACTOR = globalThis.benchFactor;
  const UNCHANGED_MS = 60_000;
  const MOMENT_MS = 250;
  const later = window.setTimeout.bind(window);
  const often = window.setInterval.bind(window);
  const faster = (ms = 0) => (ms >= UNCHANGED_MS ? ms : ms / FACTOR);
  window.setTimeout = (run, ms, ...args) => later(run, faster(ms), ...args);
  window.setInterval = (run, ms, ...args) => often(run, faster(ms), ...args);

  const between = (a, b, share) => {
    if (typeof b === 'number') return typeof a === 'number' ? Math.round((a + (b - a) * share) * 1000) / 1000 : b;
    if (typeof b !== 'object' || b === null) return b;
    if (Array.isArray(b)) return b;
    return Object.fromEntries(Object.entries(b).map(([key, value]) => [key, between(a?.[key], value, share)]));
  };
  const rounded = (value) =>
    JSON.stringify(value, (_key, each) => (typeof each === 'number' ? Math.round(each) : each));
  let beganMs = null;
  const asIfAt = (at, share, before) => {
    const ms = before === null ? Date.parse(at) : Date.parse(before) + (Date.parse(at) - Date.parse(before)) * share;
    beganMs ??= ms;
    return new Date(beganMs + (ms - beganMs) * FACTOR).toISOString();
  };

  const Real = window.EventSource;
  window.bench.pictures = 0;
  window.EventSource = class extends Real {
    addEventListener(name, listener, options) {
      if (name !== 'campaign') return super.addEventListener(name, listener, options);
      let last = null;
      super.addEventListener(name, (event) => {
        const next = JSON.parse(event.data);
        for (let place = 1; place <= FACTOR; place += 1) {
          const share = place / FACTOR;
          const picture = { ...between(last, next, share), at: asIfAt(next.at, share, last?.at ?? null) };
          later(
            () => {
              window.bench.pictures += 1;
              listener(new MessageEvent(name, { data: rounded(picture), lastEventId: event.lastEventId }));
            },
            (share - 1 / FACTOR) * MOMENT_MS,
          );
        }
        last = next;
      });
    }
  };
})();
