import { it } from 'vitest';
import { POLICIES } from '../../../src/model/policy.ts';
import { STATES } from '../../support/disasters/states.ts';
import { DRIFTED, STRUCK, seedOf, wishesUnder, granted } from '../../support/disasters/scene.ts';
import { setStage } from '../../support/disasters/stage.ts';
const EXTRA: any[] = ['large.example.com', 'other.example.com'].flatMap((domain) => ['', '    writeApi: v3\n'].map((account) => ({ id: 'H16', title: domain + account, account, faults: [{ match: { method: 'GET', domain: STRUCK }, fault: { kind: 'other-domain', domain } }] })));
it.each(EXTRA)('$id $title', async (d) => {
  for (const policy of POLICIES) {
    const base = wishesUnder(policy);
    const wishes = { ...base, [STRUCK]: { policy, webhooks: { ...base[STRUCK]!.webhooks, ...d.wants } } };
    const seed = { ...seedOf(), 'other.example.com': { delivered: ['https://h.example/others'] }, [STRUCK]: { ...DRIFTED, ...d.has } };
    const st = await setStage({ policy, wishes, seed, account: d.account, faults: d.faults, behaviour: d.behaviour, limitMs: 1000 } as never);
    d.strike?.(st.emulator);
    const p = await st.plan(); const a = await st.apply();
    const s1 = JSON.stringify(st.state()[STRUCK]).replaceAll('https://h.example/', '');
    const b = await st.apply();
    const s2 = JSON.stringify(st.state()[STRUCK]).replaceAll('https://h.example/', '');
    console.log('ROW', d.id, d.title, policy, p.code, a.code, b.code, 'hits', (await st.hits()).join(), 'loss', st.losses().join('; '), '\n   ', s1, '\n   ', s2, s1 === s2 ? '=' : 'DIFF', '\n', a.output.split('\n').filter((l) => /^ *!/.test(l)).join('\n'));
  }
});
