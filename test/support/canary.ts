/** The key that the tests use; its spellings are searched for in every output. */
export const CANARY_KEY = 'key-c4n4ry00deadbeef00c4n4ry';
