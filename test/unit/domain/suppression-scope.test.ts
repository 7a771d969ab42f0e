import { describe, expect, it } from 'vitest';
import { CHANNELS } from '../../../domain/channel.ts';
import { CAMPAIGN_PURPOSES } from '../../../domain/purpose.ts';
import { holdsWholeCampaign, suppressionHolds } from '../../../domain/suppression-scope.ts';

describe('a no', () => {
  it('without a scope holds for every campaign and channel', () => {
    for (const purpose of CAMPAIGN_PURPOSES) {
      for (const channel of CHANNELS) {
        expect(suppressionHolds({ purpose: '', channel: '' }, purpose, channel)).toBe(true);
      }
    }
  });
  it('to marketing calls leaves texts and other purposes alone', () => {
    const scope = { purpose: 'marketing', channel: 'call' } as const;
    expect(suppressionHolds(scope, 'marketing', 'call')).toBe(true);
    expect(suppressionHolds(scope, 'marketing', 'sms')).toBe(false);
    expect(suppressionHolds(scope, 'informational', 'call')).toBe(false);
  });
  it('never holds the notice that answers it', () => {
    expect(suppressionHolds({ purpose: '', channel: '' }, 'notice', 'sms')).toBe(false);
  });
});

describe('a campaign', () => {
  const campaign = { purpose: 'marketing', channels: ['call', 'sms'] } as const;
  it('goes on in the channel that nobody said no to', () => {
    expect(holdsWholeCampaign([{ purpose: '', channel: 'call' }], campaign)).toBe(false);
  });
  it('is over for a person when several together hold each of its channels', () => {
    const scopes = [
      { purpose: '', channel: 'call' },
      { purpose: 'marketing', channel: 'sms' },
    ] as const;
    expect(holdsWholeCampaign(scopes, campaign)).toBe(true);
  });
  it('without steps is held by nothing', () => {
    expect(holdsWholeCampaign([{ purpose: '', channel: '' }], { purpose: 'marketing', channels: [] })).toBe(false);
  });
});
