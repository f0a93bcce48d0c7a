/**
 * JSON as plain Java values: {@code Map}, {@code List}, {@code String}, {@code Long}, {@code
 * Double}, {@code BigInteger}, {@code BigDecimal}, {@code Boolean} and {@code null}.
 */
@NullMarked
package dev.hawser.core.json;

import org.jspecify.annotations.NullMarked;
