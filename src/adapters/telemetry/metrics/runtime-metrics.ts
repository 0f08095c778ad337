import { collectDefaultMetrics, type Registry } from 'prom-client';

/**
 * What is left out of prom-client's metrics about the process.
 *
 * | left out                    | because                                                                |
 * |-----------------------------|------------------------------------------------------------------------|
 * | `nodejs_active_*`           | some end in `_total` and are no counters, which Prometheus' rules forbid |
 * | `nodejs_heap_space_*`       | a series for each space of V8, which nobody reads                       |
 * | `nodejs_version_info`       | `mghooks_build_info` says it                                            |
 */
const LEFT_OUT = /^nodejs_(active_|heap_space_|version_info$)/;

/** Registers metrics about this process: CPU, memory, open files, lag of the event loop, garbage collection. */
export function registerRuntimeMetrics(registry: Registry): void {
  collectDefaultMetrics({ register: registry });
  // Several of these are set by the one that stands first in its family, so families go as a whole or not at all.
  for (const { name } of registry.getMetricsAsArray()) {
    if (LEFT_OUT.test(name)) registry.removeSingleMetric(name);
  }
}
