/** Reads YAML with line numbers and strict keys, for every configuration file of the product. */
@NullMarked
package io.compuerta.policy.yaml;

import org.jspecify.annotations.NullMarked;
