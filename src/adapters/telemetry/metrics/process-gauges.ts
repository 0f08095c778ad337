import { flag, processGauge, type StatusGauge, seconds } from './status-gauge.ts';

/** What the process as a whole says about itself, its configuration and its leadership. */
export const PROCESS_GAUGES: readonly StatusGauge[] = [
  processGauge(
    { name: 'mghooks_ready', help: '1 if a configuration has been loaded, even a stale one.' },
    (status) => flag(status.configuration !== undefined),
  ),
  processGauge(
    { name: 'mghooks_loop_tick_timestamp_seconds', help: 'When the loop last showed that it is alive.' },
    (status) => seconds(status.tickMs),
  ),
  processGauge(
    { name: 'mghooks_leader', help: '1 if this process may write; always 1 where only one runs.' },
    (status) => flag(status.leadership.leading),
  ),
  processGauge(
    {
      name: 'mghooks_leadership_problem',
      help: '1 if leadership could not be won or renewed lately.',
    },
    (status) => flag(status.leadership.problem !== undefined),
  ),
  processGauge(
    {
      name: 'mghooks_config_stale',
      help: '1 if a newer configuration is invalid or cannot be read, so that an older one stays in force.',
    },
    (status) => flag(status.configuration?.stale !== undefined),
  ),
  processGauge(
    {
      name: 'mghooks_config_stale_since_timestamp_seconds',
      help: 'Since when the configuration is stale; absent while it is not.',
    },
    (status) => seconds(status.configuration?.stale?.sinceMs),
  ),
  processGauge(
    { name: 'mghooks_config_problems', help: 'Problems of the newer configuration; 0 if it is in force.' },
    (status) => status.configuration?.stale?.problems.length ?? 0,
  ),
  processGauge(
    {
      name: 'mghooks_config_last_load_timestamp_seconds',
      help: 'When the configuration in force was loaded; absent before the first.',
    },
    (status) => seconds(status.configuration?.loadedMs),
  ),
  processGauge(
    { name: 'mghooks_config_files', help: 'Files of the configuration in force; absent before the first.' },
    (status) => status.configuration?.files,
  ),
  {
    name: 'mghooks_config_info',
    help: 'Digest of the configuration in force; the value is 1.',
    labelNames: ['digest'],
    read: ({ configuration }) =>
      configuration === undefined ? [] : [{ labels: { digest: configuration.digest }, value: 1 }],
  },
];
