import { parseDomainName } from '../../model/domain-name.ts';
import { nearestWord } from '../../model/nearest-word.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-code.ts';
import { explanationToJson, renderExplanation } from '../render/explanation.ts';
import { jsonDocument } from '../render/plan.ts';
import { type AccountOptions, configurationSource } from '../session.ts';
import { createPaint, wantsColour } from '../terminal.ts';

export type ExplainOptions = Pick<AccountOptions, 'config' | 'output' | 'color'>;

/** Shows where everything comes from that the configuration asks of a domain. */
export async function explainCommand(
  context: Context,
  options: ExplainOptions,
  domain: string,
): Promise<ExitCode> {
  const name = parseDomainName(domain);
  if ('problem' in name) throw new UsageError(`Cannot explain '${domain}': ${name.problem}`);
  const configuration = await configurationSource(context, options.config).loadWithOrigins();
  const explanation = configuration.explain(name.value);
  if (explanation === undefined) {
    const near = nearestWord(
      name.value,
      configuration.desired.domains.map((known) => known.domain),
    );
    const hint =
      near === undefined ? 'it is neither named nor matched by a pattern' : `did you mean '${near}'?`;
    throw new UsageError(`The configuration says nothing about '${name.value}': ${hint}`);
  }
  const { terminal, environment } = context;
  const paint = createPaint(wantsColour(options.color, environment, terminal.stdout));
  terminal.stdout.write(
    options.output === 'json'
      ? jsonDocument(explanationToJson(explanation))
      : renderExplanation(explanation, paint),
  );
  return EXIT.done;
}
