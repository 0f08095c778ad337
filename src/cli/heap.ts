import { setFlagsFromString } from 'node:v8';

/**
 * Settings of V8 that hold however the program is started, whatever the size of the account. This module is imported
 * before all others, as the second setting has to come first. Nothing here is a limit: a large account gets what it
 * needs.
 *
 * | setting                        | why                                                                                 |
 * |--------------------------------|-------------------------------------------------------------------------------------|
 * | `--optimize-for-size`          | V8 lets garbage grow to a multiple of what is in use. The program waits for the     |
 * |                                | network nearly all the time, and can afford to collect sooner                       |
 * | `--semi-space-growth-factor=1` | the same for what was made just now: left alone, its part of the heap grows to 48 MiB |
 * | `--no-maglev`                  | from Node 24 on there is one compiler more, which takes 20 MiB; before it is off anyway |
 */
const SETTINGS = ['--optimize-for-size', '--semi-space-growth-factor=1', '--no-maglev'];

for (const setting of SETTINGS) setFlagsFromString(setting);
