import type { Ending } from '../answer.ts';
import { oversize, slowBody, truncate } from './broken-bodies.ts';
import { concurrentChange } from './concurrent-change.ts';
import { delay } from './delay.ts';
import { type FaultEffect, type FaultScene, insteadOfAnswer } from './fault-effect.ts';
import type { Fault, FaultTime } from './fault-rule.ts';
import { ignoreWrite, partialWrite } from './lost-writes.ts';
import { addedHeaders, anotherAnswer, htmlPage, magnificent, redirect, throttle } from './other-answers.ts';
import { otherDomain, stale, temporarilyNotFound } from './stale-reads.ts';

/** The effect of each fault. `hold` has none here: it has delayed the arrival already. */
export function effectOf(fault: Fault, scene: FaultScene): FaultEffect {
  switch (fault.kind) {
    case 'answer':
      return anotherAnswer(fault);
    case 'add-headers':
      return addedHeaders(fault.headers);
    case 'html':
      return insteadOfAnswer(htmlPage(fault.status ?? 200), fault.when);
    case 'magnificent':
      return magnificent();
    case 'redirect':
      return redirect(fault.location, fault.status ?? 302);
    case 'throttle':
      return throttle(fault, scene);
    case 'delay':
      return delay(fault.ms, fault.when, scene);
    case 'hold':
      return (exchange, handle) => handle(exchange);
    case 'reset':
    case 'end':
    case 'hang':
      return silence(fault.kind, fault.when);
    case 'truncate':
      return truncate(fault.bytes, fault.length ?? 'whole');
    case 'oversize':
      return oversize(fault.bytes);
    case 'slow-body':
      return slowBody(fault.chunkBytes, fault.everyMs, scene);
    case 'stale':
      return stale(fault.ms, scene);
    case 'temporary-404':
      return temporarilyNotFound(fault.ms, scene);
    case 'ignore-write':
      return ignoreWrite();
    case 'partial-write':
      return partialWrite();
    case 'other-domain':
      return otherDomain(fault.domain, scene);
    case 'change':
      return concurrentChange(fault, scene);
  }
}

function silence(ending: Ending, when: FaultTime | undefined): FaultEffect {
  return insteadOfAnswer({ kind: 'silence', ending }, when);
}
