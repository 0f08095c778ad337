/** Shown below the flags of `mghooks --help`. */
export const EXIT_CODES = `
Exit codes:
  0  done, or nothing to do
  1  something failed: a domain could not be read, a conflict, a change not applied
  2  changes are pending (with --detailed-exitcode)
  3  refused by a guard, nobody said yes, or a saved plan no longer fits
  4  bad configuration or usage
`;

/** Shown below the flags of each command. */
export const EXAMPLES = {
  program: `
Examples:
  mghooks validate                        check config/ without a key
  mghooks plan                            what would change
  mghooks apply                           change it, after asking
  mghooks run                             keep it so; also what mghooks alone means
  mghooks plan -c prod/ --domain '*.eu.example.com' --output json
`,
  plan: `
Examples:
  mghooks plan
  mghooks plan --config prod.yaml --detailed-exitcode
  mghooks plan --output markdown > plan.md
  mghooks plan --out plan.json --expires 4h
`,
  apply: `
Examples:
  mghooks apply
  mghooks apply --yes                     in a pipeline, deletions included
  mghooks apply plan.json                 exactly what was planned, or nothing
  mghooks apply --approve 1f0c9a2b7d3e --allow-deletes 12
                                          a plan that a guard refused
  mghooks apply --dry-run                 the same as plan
`,
  run: `
The daemon writes without asking: its guard stands between a mistake and a
deletion. It is also what mghooks does without a command.

Examples:
  mghooks run --interval 5m --listen 127.0.0.1:8080
  mghooks run --once --yes                one pass without a person
  mghooks run --dry-run                   the same as plan
`,
  validate: `
Examples:
  mghooks validate
  mghooks validate --config 'teams/**/*.yaml' --output github
`,
  history: `
Examples:
  mghooks history                         the latest plans that were carried out
  mghooks history --since 24h --domain '*.example.com'
  mghooks history 1f0c9a2b7d3e            each call of one plan
`,
  rollback: `
Examples:
  mghooks rollback 1f0c9a2b7d3e           the id, or its first four digits, as history shows it
  mghooks rollback 1f0c --dry-run         show the way back, write nothing
`,
  import: `
Examples:
  mghooks import                          the account of MAILGUN_API_KEY, to standard output
  mghooks import --region eu --out config/mailgun.yaml
  mghooks import --domain '*.example.com' --policy exact --vars-out mailgun.env
`,
  explain: `
Examples:
  mghooks explain mg.example.com
`,
  schema: `
Examples:
  mghooks schema > config.schema.json
`,
  emulator: `
Examples:
  mghooks emulator --port 8025 --seed account.yaml
  mghooks emulator --port 0 --api-key secret --rate-limit 30
`,
  demo: `
Examples:
  mghooks demo
`,
} as const;
