import { text } from '../http/exchange.ts';
import type { Reply } from '../http/exchange.ts';
import type { RequestFault } from './fault-kinds.ts';

/** A provider's own words for the faults that are proper answers. */
export interface ErrorWords {
  internal: () => Reply;
  tooMany: () => Reply;
  noCredit: () => Reply;
}

const HTML = '<!doctype html><html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>';

/** What the client gets instead of `good`. The caller has already dialled, or not dialled, as the fault says. */
export const answerWithFault = (fault: RequestFault | null, good: Reply, words: ErrorWords): Reply => {
  switch (fault) {
    case null:
      return good;
    case 'accept_then_timeout':
      return { ...good, manner: 'hold' };
    case 'slow_answer':
      return { ...good, manner: 'slow' };
    case 'cut_answer':
      return { ...good, manner: 'cut' };
    case 'html_answer':
      return text(200, HTML, 'text/html');
    case 'empty_answer':
      return { ...good, body: '' };
    case 'accept_then_500':
    case 'reject_500':
    case 'never_listed':
      return words.internal();
    case 'reject_429':
      return words.tooMany();
    case 'reject_402':
      return words.noCredit();
  }
};
