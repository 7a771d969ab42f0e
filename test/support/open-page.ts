import type { Browser, Page } from 'playwright-core';

export interface OpenedPage {
  page: Page;
  /** Whatever the browser complained about: errors of scripts and breaches of the page's policy. */
  complaints: string[];
  /** Requests that left the origin. There must be none. */
  outside: string[];
  close: () => Promise<void>;
}

/** A page of the dashboard in a window of its own, watched. */
export async function openPage(
  browser: Browser,
  url: string,
  options: { width?: number; height?: number; theme?: 'light' | 'dark' } = {},
): Promise<OpenedPage> {
  const { width = 1440, height = 900, theme = 'light' } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion: 'reduce',
    timezoneId: 'Europe/Berlin',
    locale: 'en-GB',
  });
  // A machine that runs a whole stack beside the browser is slow at times.
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  const outside: string[] = [];
  page.on('console', (message) => {
    // A refusal of the API is an answer; the browser reports it all the same.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      complaints.push(message.text());
    }
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  const { origin } = new URL(url);
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) outside.push(request.url());
  });
  await page.goto(url);
  return { page, complaints, outside, close: () => context.close() };
}
