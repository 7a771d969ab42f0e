export { launchBrowser } from '../../dev/browser.ts';
