import { MessageSquare, Phone } from 'lucide-react';
import { channelWord } from './words.ts';

/** A call or a text, by sign and word. */
export const ChannelIcon = ({ channel, size = 14 }: { channel: 'call' | 'sms'; size?: number }) => {
  const Icon = channel === 'call' ? Phone : MessageSquare;
  return (
    <span className="inline-flex shrink-0 text-subtle" title={channelWord(channel)}>
      <Icon aria-hidden size={size} />
      <span className="sr-only">{channelWord(channel)}</span>
    </span>
  );
};
