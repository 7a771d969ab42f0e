import type { NewTest } from './queries.ts';

const quote = (text: string): string => (/^[\w+=./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

/** The same test on the command line. */
export function cliOf(campaignId: string, { phone, step, row, values, timezone, agrees }: NewTest): string {
  return [
    `outdial campaign test ${campaignId} --to ${quote(phone === '' ? '+12025550123' : phone)}`,
    ...(step === undefined || step === 0 ? [] : [`--step ${step + 1}`]),
    ...(row === undefined ? [] : [`--row ${row}`]),
    ...Object.entries(values ?? {}).map(([name, value]) => `--value ${quote(`${name}=${value}`)}`),
    ...(timezone === undefined ? [] : [`--timezone ${quote(timezone)}`]),
    ...(agrees ? ['--agrees'] : []),
    '--wait',
  ].join(' ');
}
