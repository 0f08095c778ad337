import { describe, expect, it } from 'vitest';
import { authorOf } from '../../src/cli/author.ts';
import { readEnvironment } from '../../src/cli/environment.ts';

const author = (variables: Readonly<Record<string, string>>) =>
  authorOf(readEnvironment(variables), 'jo@laptop');

describe('the author of a change', () => {
  it.each([
    [
      'GitHub Actions',
      {
        GITHUB_ACTIONS: 'true',
        GITHUB_ACTOR: 'octocat',
        GITHUB_SHA: '7f3c',
        GITHUB_SERVER_URL: 'https://github.com',
        GITHUB_REPOSITORY: 'acme/hooks',
        GITHUB_RUN_ID: '42',
      },
      { who: 'octocat', commit: '7f3c', run: 'https://github.com/acme/hooks/actions/runs/42' },
    ],
    [
      'GitLab CI',
      {
        GITLAB_CI: 'true',
        GITLAB_USER_LOGIN: 'jo',
        CI_COMMIT_SHA: '7f3c',
        CI_JOB_URL: 'https://gitlab.example/-/jobs/7',
      },
      { who: 'jo', commit: '7f3c', run: 'https://gitlab.example/-/jobs/7' },
    ],
    [
      'Buildkite',
      {
        BUILDKITE: 'true',
        BUILDKITE_BUILD_CREATOR: 'Jo Doe',
        BUILDKITE_COMMIT: '7f3c',
        BUILDKITE_BUILD_URL: 'https://buildkite.com/acme/hooks/builds/7',
      },
      { who: 'Jo Doe', commit: '7f3c', run: 'https://buildkite.com/acme/hooks/builds/7' },
    ],
    [
      'CircleCI',
      {
        CIRCLECI: 'true',
        CIRCLE_USERNAME: 'jo',
        CIRCLE_SHA1: '7f3c',
        CIRCLE_BUILD_URL: 'https://circleci.com/gh/acme/hooks/7',
      },
      { who: 'jo', commit: '7f3c', run: 'https://circleci.com/gh/acme/hooks/7' },
    ],
    [
      'Jenkins without the plugin that names users',
      {
        JENKINS_URL: 'https://jenkins.example/',
        GIT_COMMIT: '7f3c',
        BUILD_URL: 'https://jenkins.example/job/hooks/7/',
      },
      { who: 'Jenkins', commit: '7f3c', run: 'https://jenkins.example/job/hooks/7/' },
    ],
    [
      'Bitbucket Pipelines',
      {
        BITBUCKET_BUILD_NUMBER: '7',
        BITBUCKET_STEP_TRIGGERER_UUID: '{a1b2}',
        BITBUCKET_COMMIT: '7f3c',
        BITBUCKET_GIT_HTTP_ORIGIN: 'https://bitbucket.org/acme/hooks',
      },
      { who: '{a1b2}', commit: '7f3c', run: 'https://bitbucket.org/acme/hooks/pipelines/results/7' },
    ],
    [
      'Azure Pipelines',
      {
        TF_BUILD: 'True',
        BUILD_REQUESTEDFOR: 'Jo Doe',
        BUILD_SOURCEVERSION: '7f3c',
        SYSTEM_COLLECTIONURI: 'https://dev.azure.com/acme/',
        SYSTEM_TEAMPROJECT: 'hooks',
        BUILD_BUILDID: '7',
      },
      { who: 'Jo Doe', commit: '7f3c', run: 'https://dev.azure.com/acme/hooks/_build/results?buildId=7' },
    ],
  ])('is who started the pipeline, on %s', (_name, variables, expected) => {
    expect(author(variables)).toEqual(expected);
  });

  it('is the person at the machine outside of a pipeline', () => {
    expect(author({ GITHUB_ACTOR: 'left over', GIT_COMMIT: 'left over' })).toEqual({ who: 'jo@laptop' });
  });

  it('is who ran the pipeline again, not who caused it first', () => {
    const variables = { GITHUB_ACTIONS: 'true', GITHUB_ACTOR: 'first', GITHUB_TRIGGERING_ACTOR: 'again' };
    expect(author(variables)).toEqual({ who: 'again' });
  });

  it('is kept short and free of control characters', () => {
    const { who } = author({ GITLAB_CI: 'true', GITLAB_USER_LOGIN: `\u001b[31m\n\u202e${'x'.repeat(500)}` });
    expect(who).toHaveLength(200);
    expect(who).toMatch(/^\[31mx+$/);
  });
});
