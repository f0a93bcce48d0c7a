package dev.hawser.identity;

import dev.hawser.core.config.Secret;

/**
 * The operator of the machine: who can read the data folder of a running server may do what belongs
 * to the whole installation, such as rotating keys.
 */
public interface Operator {
  /**
   * What the operator presents as {@code Authorization: Bearer hwo_…}; another one in each process.
   * The application keeps it in a file of the data folder that only its owner can read.
   */
  Secret token();
}
