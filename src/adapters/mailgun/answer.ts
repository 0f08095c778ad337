/** Names in lower case. */
export type AnswerHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** An answer of which at least the head arrived: the server has counted the request. */
export interface Answer {
  readonly status: number;
  readonly headers: AnswerHeaders;
  readonly body: AnswerBody;
}

/**
 * | kind       | what arrived                                                                |
 * |------------|-----------------------------------------------------------------------------|
 * | `whole`    | all of it                                                                   |
 * | `cut-off`  | the connection broke, or the time limit passed, before the end              |
 * | `refused`  | more than we read, or an encoding we did not ask for: nothing of it is used |
 */
export type AnswerBody =
  | { readonly kind: 'whole'; readonly bytes: Uint8Array }
  | { readonly kind: 'cut-off' | 'refused'; readonly problem: string };

export function headerOf(answer: Answer, name: string): string | undefined {
  const value = answer.headers[name];
  return typeof value === 'string' ? value : undefined;
}

/** The body as text for people; empty if it did not arrive as a whole. */
export function bodyText(answer: Answer): string {
  return answer.body.kind === 'whole' ? new TextDecoder().decode(answer.body.bytes) : '';
}
