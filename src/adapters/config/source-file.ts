/** A file of the configuration, as it was read. */
export interface SourceFile {
  /** As the user would name it, such as `config/domains.yaml`. */
  readonly name: string;
  /** Absolute path of the folder the user would find it in; relative paths inside the file start there. */
  readonly folder: string;
  readonly bytes: Uint8Array;
}
