/** Shown below the flags of `mghooks --help`. */
export const EXIT_CODES = `
Exit codes:
  0  done, or nothing to do
  1  something failed: a domain could not be read, a conflict, a change not applied
  2  changes are pending (with --detailed-exitcode)
  3  refused by a guard, or nobody said yes
  4  bad configuration or usage
`;

/** Shown below the flags of each command. */
export const EXAMPLES = {
  program: `
Examples:
  mghooks validate                        check config/ without a key
  mghooks plan                            what would change
  mghooks apply                           change it, after asking
  mghooks plan -c prod/ --domain '*.eu.example.com' --output json
`,
  plan: `
Examples:
  mghooks plan
  mghooks plan --config prod.yaml --detailed-exitcode
  mghooks plan --output markdown > plan.md
`,
  apply: `
Examples:
  mghooks apply
  mghooks apply --yes                     in a pipeline, deletions included
  mghooks apply --approve 1f0c9a2b7d3e    a plan that a guard refused
  mghooks apply --dry-run                 the same as plan
`,
  run: `
Examples:
  mghooks run --once --yes
  mghooks run --dry-run                   the same as plan
`,
  validate: `
Examples:
  mghooks validate
  mghooks validate --config 'teams/**/*.yaml' --output github
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
