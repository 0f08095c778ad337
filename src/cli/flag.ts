/** A flag, the variable that can be set instead, and how its text becomes a value. */
export interface Flag {
  readonly flags: string;
  readonly variable: string;
  readonly description: string;
  readonly kind: 'boolean' | 'text' | 'list' | 'number' | 'share' | 'duration' | 'plan-id';
  readonly choices?: readonly string[];
  readonly fallback?: string;
  /** A second one is an error, where the last of two would win. */
  readonly once?: true;
}
