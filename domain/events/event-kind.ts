/** Everything that other systems are told of; a test of an endpoint (`webhook.test`) beside it. */
export type EventKind =
  | 'import.checked'
  | CampaignEvent
  | RetryEvent
  | 'appointment.moved'
  | 'appointment.cancelled'
  | 'appointment.restored'
  | 'appointment.confirmed'
  | 'appointment.cancel_asked'
  | 'appointment.reschedule_asked'
  | 'appointment.answer_unclear'
  | 'appointment.answer_late';

export type CampaignEvent =
  | 'campaign.launched'
  | 'campaign.launch_undone'
  | 'campaign.paused'
  | 'campaign.resumed'
  | 'campaign.completed'
  | 'campaign.cancelled';

export type RetryEvent = 'retry.canary_stopped' | 'retry.completed';
