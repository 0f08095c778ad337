import { render, renderWith } from './kustomize.ts';
import type { Manifest } from './manifest.ts';

/** Everything that `deploy/` can become: the base, each component on it, those that go together, each overlay. */
const RENDERINGS: Readonly<Record<string, () => readonly Manifest[]>> = {
  base: () => render('base'),
  'component high-availability': () => renderWith(['high-availability']),
  'component monitoring': () => renderWith(['monitoring']),
  'component git-sync': () => renderWith(['git-sync']),
  'component persistent-state': () => renderWith(['persistent-state']),
  'component drift-report': () => renderWith(['drift-report']),
  'components together': () =>
    renderWith(['monitoring', 'drift-report', 'high-availability'], { on: 'overlays/example' }),
  'overlay example': () => render('overlays/example'),
  'overlay git-sync': () => render('overlays/git-sync'),
  'overlay drift-report': () => render('overlays/drift-report'),
};

/** For `it.each`: the name and what renders it. */
export const EACH_RENDERING = Object.entries(RENDERINGS).map(([name, manifests]) => ({ name, manifests }));
