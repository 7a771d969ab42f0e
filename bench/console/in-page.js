/**
 * Runs in every page of the console bench before the page's own scripts. Instants are those of the machine's clock, in
 * ms: performance.timeOrigin + performance.now(). What was changed is stamped after the frame that shows it.
 */
(() => {
  const nowMs = () => performance.timeOrigin + performance.now();
  const afterPaint = (run) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => run(nowMs());
      port2.postMessage(0);
    });
  const rowsIn = (scope) => scope.querySelectorAll('[role=row][id^="row-"]');

  /** Whether the page shows what somebody came for, by its address. */
  const isUseful = () => {
    const progress = document.querySelector('section[aria-label=Progress]');
    if (location.pathname.endsWith('/overview'))
      return progress !== null && / of [\d,]+ people/.test(progress.textContent);
    const shown = rowsIn(document);
    return shown.length > 0 && /\d/.test(shown[0].textContent);
  };

  /** Stamps of the counter of people with a result, each time that it shows another number. */
  const counted = [];
  let counter = null;
  const readCounter = () => {
    if (!counter?.isConnected) {
      const notes = document.querySelectorAll('section[aria-label=Progress] dd');
      counter = [...notes].find(({ textContent }) => / of [\d,]+ people$/.test(textContent)) ?? null;
    }
    return counter === null ? null : Number(counter.textContent.split(' of ')[0].replaceAll(',', ''));
  };

  const bench = {
    usefulMs: null,
    clickedMs: null,
    counted,
    paints: 0,
    readCounter,
    watchRows: () => watchRows(),
  };
  window.bench = bench;

  let shown = null;
  let waits = false;
  new MutationObserver(() => {
    if (bench.usefulMs === null && !waits && isUseful()) {
      waits = true;
      afterPaint((atMs) => (bench.usefulMs = atMs - performance.timeOrigin));
    }
    const now = readCounter();
    if (now === null || now === shown) return;
    shown = now;
    bench.paints += 1;
    if (bench.keepsStamps) afterPaint((atMs) => counted.push([atMs, now]));
  }).observe(document, { subtree: true, childList: true, characterData: true });
  addEventListener('click', (event) => (bench.clickedMs = performance.timeOrigin + event.timeStamp), true);

  /**
   * Looks at every frame whether the rows in sight are there: those of this frame, and, since the browser may scroll on
   * without the page's scripts, those of the frame before at the place of this one.
   */
  const watchRows = () => {
    const scroller = document.querySelector('[role=grid]');
    const head = scroller.querySelector('[role=rowgroup]').getBoundingClientRect().height;
    const bodyOf = () => scroller.querySelectorAll('[role=rowgroup]')[1];
    const heightOf = (row) => Number.parseFloat(row.style.height);
    const rendered = () =>
      [...rowsIn(scroller)]
        .filter(({ textContent }) => textContent.trim() !== '')
        .map((row) => [Number(/translateY\((-?[\d.]+)px\)/.exec(row.style.transform)?.[1]), heightOf(row)]);
    const covers = (rows, from, to) => {
      let reached = from;
      for (const [top, height] of rows.toSorted((a, b) => a[0] - b[0])) {
        if (top <= reached + 1) reached = Math.max(reached, top + height);
      }
      return reached >= to - 1;
    };
    const state = {
      frames: 0,
      blankFrames: 0,
      blankMaxMs: 0,
      behindMaxMs: 0,
      longestFrameMs: 0,
      rows: 0,
      atEndMaxMs: 0,
      isOn: true,
    };
    let before = rendered();
    // What is scrolled to lies within what was there: the end of the list moves only when rows come.
    let endBefore = bodyOf().getBoundingClientRect().height;
    let lastMs = performance.now();
    let blankMs = 0;
    let behindMs = 0;
    let atEndMs = 0;
    const look = () => {
      const atMs = performance.now();
      const passedMs = atMs - lastMs;
      lastMs = atMs;
      const end = bodyOf().getBoundingClientRect().height;
      const from = scroller.scrollTop;
      const to = Math.min(end, from + scroller.clientHeight - head);
      const now = rendered();
      const isBlank = !covers(now, from, to);
      const isBehind = isBlank || !covers(before, from, Math.min(to, endBefore));
      blankMs = isBlank ? blankMs + passedMs : 0;
      behindMs = isBehind ? behindMs + passedMs : 0;
      // The rows that are loaded end here, and more are on their way.
      atEndMs = from + scroller.clientHeight >= scroller.scrollHeight - 1 ? atEndMs + passedMs : 0;
      state.frames += 1;
      state.blankFrames += isBlank ? 1 : 0;
      state.blankMaxMs = Math.max(state.blankMaxMs, blankMs);
      state.behindMaxMs = Math.max(state.behindMaxMs, behindMs);
      state.atEndMaxMs = Math.max(state.atEndMaxMs, atEndMs);
      state.longestFrameMs = Math.max(state.longestFrameMs, passedMs);
      state.rows = Math.max(state.rows, Math.round((from + scroller.clientHeight) / heightOf(rowsIn(scroller)[0])));
      before = now;
      endBefore = end;
      if (state.isOn) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    bench.rows = state;
  };
})();
