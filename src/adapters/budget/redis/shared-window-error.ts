/** `final`: trying again does not help, a person has to change something. */
export type Outlook = 'final' | 'passing';

/** The shared window cannot be used. The message is one sentence, free of secrets. */
export class SharedWindowError extends Error {
  override readonly name = 'SharedWindowError';
  readonly outlook: Outlook;

  constructor(message: string, outlook: Outlook) {
    super(message);
    this.outlook = outlook;
  }
}
