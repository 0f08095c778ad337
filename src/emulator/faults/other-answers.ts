import { type Answer, jsonAnswer, textAnswer, withHeaders } from '../answer.ts';
import { wallMsOf } from '../clock.ts';
import { magnificentAnswer } from '../router.ts';
import { throttledAnswer } from '../throttled-answer.ts';
import { changedAnswer, type FaultEffect, type FaultScene, insteadOfAnswer } from './fault-effect.ts';
import type { AnswerFault, ThrottleFault } from './fault-rule.ts';

const HTML_PAGE =
  '<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><h1>Sign in</h1></body></html>\n';

const RETRY_AFTER_MS = 60_000;

export function anotherAnswer(fault: AnswerFault): FaultEffect {
  return insteadOfAnswer(withHeaders(bareAnswer(fault), fault.headers ?? {}), fault.when);
}

export function addedHeaders(headers: Readonly<Record<string, string>>): FaultEffect {
  return changedAnswer((answer) => withHeaders(answer, headers));
}

export function htmlPage(status: number): Answer {
  return textAnswer(status, 'text/html; charset=utf-8', HTML_PAGE);
}

export function magnificent(): FaultEffect {
  return insteadOfAnswer(magnificentAnswer(), 'before');
}

export function redirect(location: string, status: number): FaultEffect {
  return insteadOfAnswer(withHeaders(htmlPage(status), { Location: location }), 'before');
}

/** A refusal for too many requests, whatever the rate really is. */
export function throttle(fault: ThrottleFault, { clock }: FaultScene): FaultEffect {
  const { dialect, status = 429, retryAfterMs = RETRY_AFTER_MS } = fault;
  return async () => throttledAnswer({ dialect, status, retryAfterMs, wallMs: wallMsOf(clock) });
}

function bareAnswer({ status, json, body, bodyBase64 }: AnswerFault): Answer {
  if (json !== undefined) return jsonAnswer(status, json);
  const typed = textAnswer(status, 'application/json; charset=utf-8', body ?? '');
  return bodyBase64 === undefined ? typed : { ...typed, body: Buffer.from(bodyBase64, 'base64') };
}
