import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser } from 'playwright-core';

/**
 * A browser for tests and pictures: the one that is installed with the dependencies, the same everywhere. It reaches
 * nothing but what it is told to: no updates, no services of its maker. Close it.
 */
export async function launchBrowser(): Promise<Browser> {
  return await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: [
      '--no-sandbox',
      '--no-zygote',
      '--disable-dev-shm-usage',
      // A graphics card that is emulated on the processor draws several times slower than the processor itself.
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
    ],
  });
}
