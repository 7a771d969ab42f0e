import { SegmentedMessage } from 'sms-segments-calculator';

export interface SmsSegments {
  /** How many messages a carrier counts, and charges. */
  segments: number;
  encoding: 'GSM-7' | 'UCS-2';
  /** Characters that force the costlier encoding, once each. */
  unicodeCharacters: string[];
}

/** How a text is cut into messages: 160 or 153 characters in GSM-7, 70 or 67 in UCS-2. */
export function smsSegments(text: string): SmsSegments {
  const message = new SegmentedMessage(text);
  return {
    segments: Math.max(1, message.segmentsCount),
    encoding: message.getEncodingName() === 'GSM-7' ? 'GSM-7' : 'UCS-2',
    unicodeCharacters: [...new Set(message.getNonGsmCharacters())],
  };
}
