import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { launchBrowser } from './browser.ts';
import { EMPTY, inTrouble, pagesOf, viewedOnly } from './console/pages-to-see.ts';
import { SIZES, takeShots, type ShotOptions } from './console/take-shots.ts';
import { fillWorld, openWorld } from './console/world.ts';
import { ensureDashboardBuilt } from './dashboard/ensure-built.ts';
import { createSay } from './demo/say.ts';
import { startStack } from './demo/start-stack.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** The two that stand in the README. */
const IN_README = ['campaign-running-1440-light', 'failures-1440-dark'];

/**
 * `npm run screenshots`: pictures of every page in every size and theme, and of its empty, loading, failing, forbidden
 * and degraded states, from a world that it makes and takes down. `--readme` renews the two pictures of the README.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      out: { type: 'string', default: join(ROOT, '.outdial', 'screenshots') },
      contacts: { type: 'string', default: '600' },
      quick: { type: 'boolean', default: false },
      readme: { type: 'boolean', default: false },
    },
  });
  const say = createSay(process.stderr);
  await ensureDashboardBuilt({ log: (line) => say.line(`  ${line}`) });
  rmSync(values.out, { recursive: true, force: true });
  const stack = await startStack({ seed: 1, speed: 60, ownServersOnly: true, log: (line) => say.line(`  ${line}`) });
  const browser = await launchBrowser();
  const complaints: string[] = [];
  try {
    const open = await openWorld(stack, 1);
    const [admin, , viewer] = open.users;
    if (!admin || !viewer) throw new Error('nobody to sign in as');
    const usual: Omit<ShotOptions, 'user'> = {
      browser,
      apiUrl: stack.apiUrl,
      folder: values.out,
      onComplaint: (shot, words) => complaints.push(`${shot}: ${words}`),
      ...(values.quick ? { sizes: SIZES.slice(0, 1) } : {}),
    };
    let taken = await takeShots(EMPTY, { ...usual, user: admin });
    const world = await fillWorld(open, { contacts: Number(values.contacts) }, say);
    say.step('Pictures');
    taken += await takeShots(pagesOf(world), { ...usual, user: admin });
    taken += await takeShots(viewedOnly(world), { ...usual, user: viewer });
    const named = (state: string) => inTrouble(world).map((shot) => ({ ...shot, name: `${state}-${shot.name}` }));
    const data = /\/v1\/(?!session|live)/;
    taken += await takeShots(named('loading'), {
      ...usual,
      user: admin,
      before: (page) => page.route(data, () => new Promise(() => {})),
    });
    taken += await takeShots(named('failing'), {
      ...usual,
      user: admin,
      before: (page) => page.route(data, (route) => route.fulfill({ status: 503, json: UNAVAILABLE })),
      // A page asks some times more before it says that something fails.
      settleMs: 6_000,
    });
    await stack.processes.worker.stop();
    await new Promise((resolve) => setTimeout(resolve, 16_000));
    taken += await takeShots(named('degraded'), { ...usual, user: admin });
    say.line(`${taken} pictures in ${values.out}`);
    for (const complaint of complaints) say.line(`the browser complained: ${complaint}`);
    if (values.readme) renewReadme(values.out);
  } finally {
    await browser.close();
    await stack.stop();
  }
  process.exitCode = complaints.length === 0 ? 0 : 1;
}

const UNAVAILABLE = {
  type: 'urn:outdial:problem:unavailable',
  title: 'Unavailable',
  status: 503,
  code: 'unavailable',
  detail: 'The database does not answer.',
  repair: 'Ask again in a moment.',
  requestId: 'a-request-that-failed',
};

function renewReadme(folder: string): void {
  const pictures = join(ROOT, 'docs', 'pictures');
  mkdirSync(pictures, { recursive: true });
  for (const name of IN_README) copyFileSync(join(folder, `${name}.png`), join(pictures, `${name}.png`));
}

await main();
