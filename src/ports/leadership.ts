/** Which process may write. Where only one runs, it always leads. */
export interface Leadership {
  state(): LeadershipState;
  /**
   * On the clock: the last moment at which a write may leave, so that it ends before another process can lead.
   * `-Infinity` while another one leads, `Infinity` where there is no other.
   */
  writeUntilMs(): number;
  /** Told whenever `state().leading` has changed; the answer ends that. */
  onChange(listener: () => void): () => void;
  /** Gives leadership up, if it is ours; to be called when the last request has ended. Never rejects. */
  release(): Promise<void>;
}

export interface LeadershipState {
  readonly leading: boolean;
  /** Who leads, or is about to, as far as is known: the name of its pod and a mark of its process. */
  readonly leader?: string;
  /** Why leadership could not be won or renewed lately; absent while all is well. */
  readonly problem?: string;
}
