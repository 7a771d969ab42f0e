import type { Account, Message, PhoneNumber } from '../world/records.ts';

const pairOf = (number: PhoneNumber, peer: string): string => `${number.id}>${peer}`;

export const storeMessage = (account: Account, message: Message): void => {
  account.messages.push(message);
  account.messagesById.set(message.id, message);
  message.number.messages.push(message);
  if (message.direction === 'outbound') return;
  const pair = pairOf(message.number, message.peer);
  const waiting = account.unreplied.get(pair);
  if (waiting === undefined) account.unreplied.set(pair, [message]);
  else waiting.push(message);
};

/** Texts from `peer` become `replied` once anything goes out to it. */
export const markReplied = (account: Account, number: PhoneNumber, peer: string): void => {
  const pair = pairOf(number, peer);
  for (const message of account.unreplied.get(pair) ?? []) message.status = 'replied';
  account.unreplied.delete(pair);
};
