/** Which tracking of a domain is on. `htmlonly` tracks clicks in HTML parts alone. */
export interface Tracking {
  readonly open: boolean;
  readonly click: boolean | 'htmlonly';
  readonly unsubscribe: boolean;
}

export const DEFAULT_TRACKING: Tracking = { open: false, click: false, unsubscribe: false };
