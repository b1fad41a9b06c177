/** Words, phrases and languages: the shared first reading of a text, without models or dictionaries on disk. */
@NullMarked
package io.compuerta.policy.signal.language;

import org.jspecify.annotations.NullMarked;
