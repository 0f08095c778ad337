/**
 * Whether a host is this machine. Takes the `hostname` of a parsed URL: the parser has brought every spelling of an
 * IPv4 address into the form with four numbers.
 */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
