import { type Author, plainText } from '../adapters/journal/audit-entry.ts';
import type { Environment } from './environment.ts';

/** How a pipeline says who started it, for which commit, and where it can be looked at. */
interface Pipeline {
  readonly name: string;
  /** Set in every job of the pipeline, and nowhere else. */
  readonly sign: string;
  /** The first that is set. */
  readonly who: readonly string[];
  readonly commit: string;
  /** Names of variables in braces are filled in. */
  readonly run: string;
}

/** Source: the list of predefined variables in the documentation of each. */
const PIPELINES: readonly Pipeline[] = [
  {
    name: 'GitHub Actions',
    sign: 'GITHUB_ACTIONS',
    // Who ran it again is not always who caused it.
    who: ['GITHUB_TRIGGERING_ACTOR', 'GITHUB_ACTOR'],
    commit: 'GITHUB_SHA',
    run: '{GITHUB_SERVER_URL}/{GITHUB_REPOSITORY}/actions/runs/{GITHUB_RUN_ID}',
  },
  {
    name: 'GitLab CI',
    sign: 'GITLAB_CI',
    who: ['GITLAB_USER_LOGIN'],
    commit: 'CI_COMMIT_SHA',
    run: '{CI_JOB_URL}',
  },
  {
    name: 'Buildkite',
    sign: 'BUILDKITE',
    who: ['BUILDKITE_BUILD_CREATOR'],
    commit: 'BUILDKITE_COMMIT',
    run: '{BUILDKITE_BUILD_URL}',
  },
  {
    name: 'CircleCI',
    sign: 'CIRCLECI',
    who: ['CIRCLE_USERNAME'],
    commit: 'CIRCLE_SHA1',
    run: '{CIRCLE_BUILD_URL}',
  },
  {
    name: 'Jenkins',
    sign: 'JENKINS_URL',
    who: ['BUILD_USER_ID', 'CHANGE_AUTHOR'],
    commit: 'GIT_COMMIT',
    run: '{BUILD_URL}',
  },
  {
    name: 'Bitbucket Pipelines',
    sign: 'BITBUCKET_BUILD_NUMBER',
    who: ['BITBUCKET_STEP_TRIGGERER_UUID'],
    commit: 'BITBUCKET_COMMIT',
    run: '{BITBUCKET_GIT_HTTP_ORIGIN}/pipelines/results/{BITBUCKET_BUILD_NUMBER}',
  },
  {
    name: 'Azure Pipelines',
    sign: 'TF_BUILD',
    who: ['BUILD_REQUESTEDFOR'],
    commit: 'BUILD_SOURCEVERSION',
    run: '{SYSTEM_COLLECTIONURI}{SYSTEM_TEAMPROJECT}/_build/results?buildId={BUILD_BUILDID}',
  },
];

/** Who changes webhooks when this process does: whoever started the pipeline or, outside of one, `person`. */
export function authorOf(environment: Environment, person: string): Author {
  const pipeline = PIPELINES.find(({ sign }) => variable(environment, sign) !== undefined);
  if (pipeline === undefined) return { who: plainText(person) };
  const who = pipeline.who.map((name) => variable(environment, name)).find((value) => value !== undefined);
  const commit = variable(environment, pipeline.commit);
  const run = fillIn(pipeline.run, environment);
  return {
    who: plainText(who ?? pipeline.name),
    ...(commit === undefined ? {} : { commit: plainText(commit) }),
    ...(run === undefined ? {} : { run: plainText(run) }),
  };
}

function variable(environment: Environment, name: string): string | undefined {
  const value = environment.get(name) ?? '';
  return value === '' ? undefined : value;
}

/** `undefined` if one of the variables is not set: half an address leads nowhere. */
function fillIn(template: string, environment: Environment): string | undefined {
  let isWhole = true;
  const text = template.replace(/\{(\w+)\}/g, (_braces, name: string) => {
    const value = variable(environment, name);
    if (value === undefined) isWhole = false;
    return value ?? '';
  });
  return isWhole ? text : undefined;
}
